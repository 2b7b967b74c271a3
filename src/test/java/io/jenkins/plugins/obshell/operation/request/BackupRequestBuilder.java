package io.jenkins.plugins.obshell.operation.request;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.util.List;

/** Builds a {@link BackupRequest}: unless set otherwise, a full backup that fails if another one runs and is awaited. */
public final class BackupRequestBuilder {

    private TenantSelection tenants;
    private BackupMode mode = BackupMode.FULL;
    private boolean plusArchive;
    private ConfigurationRequest configuration;
    private IfBackupRunning ifBackupRunning = IfBackupRunning.FAIL;
    private Duration unlessNewerThan;
    private Duration restorableWithin;
    private boolean awaitEnd = true;
    private Timing timing = TimingBuilder.TWELVE_HOURS;

    public BackupRequestBuilder(BackupScope scope) {
        this.tenants = TenantSelection.of(scope);
    }

    public BackupRequestBuilder(String tenant) {
        this(BackupScope.tenant(tenant));
    }

    /** A backup of a chosen few. */
    public static BackupRequestBuilder of(String... tenants) {
        return new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                .tenants(new TenantSelection(null, List.of(tenants), List.of()));
    }

    /** A backup of all tenants but some. */
    public static BackupRequestBuilder allExcept(String... tenants) {
        return new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                .tenants(new TenantSelection(null, List.of(), List.of(tenants)));
    }

    private BackupRequestBuilder tenants(TenantSelection value) {
        tenants = value;
        return this;
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
                tenants,
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
