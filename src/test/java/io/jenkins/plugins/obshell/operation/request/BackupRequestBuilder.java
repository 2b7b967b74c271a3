package io.jenkins.plugins.obshell.operation.request;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;

/** Builds a {@link BackupRequest}: unless set otherwise, a full backup that fails if another one runs and is awaited. */
public final class BackupRequestBuilder {

    private final BackupScope scope;
    private BackupMode mode = BackupMode.FULL;
    private boolean plusArchive;
    private ConfigurationRequest configuration;
    private IfBackupRunning ifBackupRunning = IfBackupRunning.FAIL;
    private Duration unlessNewerThan;
    private Duration restorableWithin;
    private boolean awaitEnd = true;
    private Timing timing = TimingBuilder.TWELVE_HOURS;

    public BackupRequestBuilder(BackupScope scope) {
        this.scope = scope;
    }

    public BackupRequestBuilder(String tenant) {
        this(BackupScope.tenant(tenant));
    }

    public BackupRequestBuilder mode(BackupMode value) {
        mode = value;
        return this;
    }

    public BackupRequestBuilder plusArchive(boolean value) {
        plusArchive = value;
        return this;
    }

    public BackupRequestBuilder configuration(ConfigurationRequest value) {
        configuration = value;
        return this;
    }

    public BackupRequestBuilder ifBackupRunning(IfBackupRunning value) {
        ifBackupRunning = value;
        return this;
    }

    public BackupRequestBuilder unlessNewerThan(Duration value) {
        unlessNewerThan = value;
        return this;
    }

    public BackupRequestBuilder restorableWithin(Duration value) {
        restorableWithin = value;
        return this;
    }

    public BackupRequestBuilder awaitEnd(boolean value) {
        awaitEnd = value;
        return this;
    }

    public BackupRequestBuilder timing(Timing value) {
        timing = value;
        return this;
    }

    public BackupRequest build() {
        return new BackupRequest(
                scope,
                mode,
                plusArchive,
                configuration,
                ifBackupRunning,
                unlessNewerThan,
                restorableWithin,
                awaitEnd,
                timing);
    }
}
