package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.EncryptionMode;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.Destination;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a backup set of somebody else must be to count as the one that a step is asked for. A full one counts as an incremental
 * one. What obshell does not report is not taken for granted.
 *
 * @param mode        the least that it must copy
 * @param plusArchive whether it must include the log that it needs
 * @param destination where it must lie, or null for anywhere
 * @param encrypted   whether it must be encrypted
 */
record RequiredBackupSet(
        BackupMode mode, boolean plusArchive, @Nullable Destination destination, boolean encrypted) {

    static RequiredBackupSet of(BackupRequest request, boolean encrypted) {
        return new RequiredBackupSet(request.mode(), request.plusArchive(), destination(request), encrypted);
    }

    /** {@return where the backup sets of a step are to lie, or null if it was not given a destination} */
    @Nullable
    static Destination destination(BackupRequest request) {
        return destination(request, BackupSettings::dataBaseUri);
    }

    /** {@return where the log is to be archived, or null if the step was not given a destination} */
    @Nullable
    static Destination archiveDestination(BackupRequest request) {
        return destination(request, BackupSettings::archiveBaseUri);
    }

    @Nullable
    private static Destination destination(BackupRequest request, Function<BackupSettings, String> ofTenant) {
        if (request.configuration() == null) {
            return null;
        }
        BackupSettings settings = request.configuration().settings();
        String uri = request.scope().isAllTenants() ? settings.backupBaseUri() : ofTenant.apply(settings);
        return Destination.of(uri).orElse(null);
    }

    /** {@return why a backup set does not count, as a clause about “it”; empty if it counts} */
    Optional<String> shortfall(BackupSetKind kind) {
        return typeShortfall(kind.type())
                .or(() -> logShortfall(kind.plusArchivelog()))
                .or(() -> destinationShortfall(kind.path()))
                .or(() -> encryptionShortfall(kind.encryptionMode()));
    }

    private Optional<String> typeShortfall(@Nullable String type) {
        if (mode == BackupMode.INCREMENTAL || BackupSetKind.FULL.equalsIgnoreCase(type)) {
            return Optional.empty();
        }
        return Optional.of(
                BackupSetKind.INCREMENTAL.equalsIgnoreCase(type)
                        ? Messages.RequiredBackupSet_incremental()
                        : Messages.RequiredBackupSet_typeUnknown());
    }

    private Optional<String> logShortfall(@Nullable String plusArchivelog) {
        if (!plusArchive || "ON".equalsIgnoreCase(plusArchivelog)) {
            return Optional.empty();
        }
        return Optional.of(
                "OFF".equalsIgnoreCase(plusArchivelog)
                        ? Messages.RequiredBackupSet_withoutLog()
                        : Messages.RequiredBackupSet_logUnknown());
    }

    private Optional<String> destinationShortfall(@Nullable String path) {
        if (destination == null) {
            return Optional.empty();
        }
        if (path == null || path.isEmpty()) {
            return Optional.of(Messages.RequiredBackupSet_pathUnknown());
        }
        return destination.contains(path)
                ? Optional.empty()
                : Optional.of(Messages.RequiredBackupSet_elsewhere(
                        PlainText.excerpt(path), PlainText.excerpt(destination.place())));
    }

    private Optional<String> encryptionShortfall(@Nullable String encryptionMode) {
        if (!encrypted || EncryptionMode.isEncrypted(encryptionMode)) {
            return Optional.empty();
        }
        return Optional.of(
                EncryptionMode.isNone(encryptionMode)
                        ? Messages.RequiredBackupSet_notEncrypted()
                        : Messages.RequiredBackupSet_encryptionUnknown());
    }
}
