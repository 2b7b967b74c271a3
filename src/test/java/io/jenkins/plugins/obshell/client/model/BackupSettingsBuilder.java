package io.jenkins.plugins.obshell.client.model;

/** Builds {@link BackupSettings}; what is not set is left out of the request. */
public final class BackupSettingsBuilder {

    private String dataBaseUri;
    private String archiveBaseUri;
    private String backupBaseUri;
    private String binding;
    private String pieceSwitchInterval;
    private Integer logArchiveConcurrency;
    private String archiveLagTarget;
    private Integer haLowThreadScore;
    private BackupSettings.DeletePolicy deletePolicy;

    /** {@return settings that give the destinations of one tenant and nothing else} */
    public static BackupSettings destinations(String dataBaseUri, String archiveBaseUri) {
        return new BackupSettingsBuilder()
                .dataBaseUri(dataBaseUri)
                .archiveBaseUri(archiveBaseUri)
                .build();
    }

    public BackupSettingsBuilder dataBaseUri(String value) {
        dataBaseUri = value;
        return this;
    }

    public BackupSettingsBuilder archiveBaseUri(String value) {
        archiveBaseUri = value;
        return this;
    }

    public BackupSettingsBuilder backupBaseUri(String value) {
        backupBaseUri = value;
        return this;
    }

    public BackupSettingsBuilder binding(String value) {
        binding = value;
        return this;
    }

    public BackupSettingsBuilder pieceSwitchInterval(String value) {
        pieceSwitchInterval = value;
        return this;
    }

    public BackupSettingsBuilder logArchiveConcurrency(Integer value) {
        logArchiveConcurrency = value;
        return this;
    }

    public BackupSettingsBuilder archiveLagTarget(String value) {
        archiveLagTarget = value;
        return this;
    }

    public BackupSettingsBuilder haLowThreadScore(Integer value) {
        haLowThreadScore = value;
        return this;
    }

    /**
     * @param policy         empty or {@code default}
     * @param recoveryWindow how far back the tenant must be recoverable, such as {@code 2d}, or null
     */
    public BackupSettingsBuilder deletePolicy(String policy, String recoveryWindow) {
        deletePolicy = new BackupSettings.DeletePolicy(policy, recoveryWindow);
        return this;
    }

    public BackupSettings build() {
        return new BackupSettings(
                dataBaseUri,
                archiveBaseUri,
                backupBaseUri,
                binding,
                pieceSwitchInterval,
                logArchiveConcurrency,
                archiveLagTarget,
                haLowThreadScore,
                deletePolicy);
    }
}
