package io.jenkins.plugins.obshell.operation.request;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.util.List;

/** Builds a {@link CheckRequest}: unless set otherwise, one that awaits the last or running backup, which must complete. */
public final class CheckRequestBuilder {

    private final BackupScope scope;
    private List<String> tenants = List.of();
    private List<String> except = List.of();
    private String dagId;
    private boolean awaitEnd = true;
    private Duration maxAge;
    private Duration maxArchiveLag;
    private boolean restorable;
    private boolean archivedUpToNow;
    private boolean quiet;
    private boolean failUnlessCompleted = true;
    private Timing timing = TimingBuilder.TWELVE_HOURS;

    public CheckRequestBuilder(BackupScope scope) {
        this.scope = scope;
    }

    public CheckRequestBuilder(String tenant) {
        this(BackupScope.tenant(tenant));
    }

    /** A chosen few. */
    public CheckRequestBuilder tenants(String... names) {
        tenants = List.of(names);
        return this;
    }

    public CheckRequestBuilder except(String... names) {
        except = List.of(names);
        return this;
    }

    public CheckRequestBuilder quiet() {
        quiet = true;
        return this;
    }

    public CheckRequestBuilder dagId(String value) {
        dagId = value;
        return this;
    }

    public CheckRequestBuilder awaitEnd(boolean value) {
        awaitEnd = value;
        return this;
    }

    public CheckRequestBuilder maxAge(Duration value) {
        maxAge = value;
        return this;
    }

    public CheckRequestBuilder maxArchiveLag(Duration value) {
        maxArchiveLag = value;
        return this;
    }

    public CheckRequestBuilder restorable() {
        restorable = true;
        return this;
    }

    public CheckRequestBuilder archivedUpToNow() {
        archivedUpToNow = true;
        return this;
    }

    public CheckRequestBuilder failUnlessCompleted(boolean value) {
        failUnlessCompleted = value;
        return this;
    }

    public CheckRequestBuilder timing(Timing value) {
        timing = value;
        return this;
    }

    public CheckRequest build() {
        return new CheckRequest(
                new TenantSelection(scope.tenant(), tenants, except),
                dagId,
                awaitEnd,
                maxAge,
                maxArchiveLag,
                restorable,
                archivedUpToNow,
                quiet,
                failUnlessCompleted,
                timing);
    }
}
