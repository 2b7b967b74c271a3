package io.jenkins.plugins.obshell.operation.request;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;

/** Builds a {@link ConfigurationRequest}: unless set otherwise, one that fails if a backup runs and is always sent. */
public final class ConfigurationRequestBuilder {

    private final BackupScope scope;
    private final BackupSettings settings;
    private IfBackupRunning ifBackupRunning = IfBackupRunning.FAIL;
    private boolean onlyIfChanged;
    private boolean opensArchive;
    private Timing timing = TimingBuilder.TWELVE_HOURS;

    public ConfigurationRequestBuilder(BackupScope scope, BackupSettings settings) {
        this.scope = scope;
        this.settings = settings;
    }

    public ConfigurationRequestBuilder(String tenant, BackupSettings settings) {
        this(BackupScope.tenant(tenant), settings);
    }

    public ConfigurationRequestBuilder ifBackupRunning(IfBackupRunning value) {
        ifBackupRunning = value;
        return this;
    }

    public ConfigurationRequestBuilder onlyIfChanged(boolean value) {
        onlyIfChanged = value;
        return this;
    }

    public ConfigurationRequestBuilder opensArchive(boolean value) {
        opensArchive = value;
        return this;
    }

    public ConfigurationRequestBuilder timing(Timing value) {
        timing = value;
        return this;
    }

    public ConfigurationRequest build() {
        return new ConfigurationRequest(scope, settings, ifBackupRunning, onlyIfChanged, opensArchive, timing);
    }
}
