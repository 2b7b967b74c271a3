package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.client.model.BackupInfo;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.BackupTaskPage;
import io.jenkins.plugins.obshell.client.model.ClusterInfo;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.model.RecycledTenant;
import io.jenkins.plugins.obshell.client.model.ResourcePool;
import io.jenkins.plugins.obshell.client.model.RestoreStart;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.client.model.TenantDetail;
import io.jenkins.plugins.obshell.client.model.TenantParameter;
import io.jenkins.plugins.obshell.client.model.UnitConfig;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The part of obshell's API that backups need. Every call returns at once; its future ends with the response or with an
 * {@link ObshellException}. A call goes to any endpoint of the cluster, and a read to the next one if one does not answer.
 */
public final class ObshellClient {

    /**
     * How long after it was sealed a request that starts a DAG is accepted, by the server's clock. It is short because a start
     * whose response was lost may be sent again only once the first one can no longer be accepted.
     */
    public static final Duration START_VALIDITY = Duration.ofSeconds(20);

    private static final String DELETE = "DELETE";
    private static final String PATCH = "PATCH";
    private static final String POST = "POST";
    private static final String TENANT = "tenant";
    private static final String RESTORE = "restore";

    private final ObshellConnection connection;

    /**
     * @param transport sends the requests
     * @param directory the cluster's endpoints and what is known about them
     * @param passwords looks up the current password
     * @param language  the language of obshell's errors: Chinese, else English
     */
    public ObshellClient(
            @NonNull HttpTransport transport,
            @NonNull EndpointDirectory directory,
            @NonNull PasswordSource passwords,
            @NonNull Locale language) {
        this(transport, directory, passwords, language, List::of);
    }

    /**
     * @param transport    sends the requests
     * @param directory    the cluster's endpoints and what is known about them
     * @param passwords    looks up the current password
     * @param language     the language of obshell's errors: Chinese, else English
     * @param otherSecrets what else to mask, looked up when a text is masked
     */
    public ObshellClient(
            @NonNull HttpTransport transport,
            @NonNull EndpointDirectory directory,
            @NonNull PasswordSource passwords,
            @NonNull Locale language,
            @NonNull Supplier<List<String>> otherSecrets) {
        this.connection = new ObshellConnection(transport, directory, passwords, language, otherSecrets);
    }

    /** {@return a mask for the password and the other secrets as they are now} */
    @NonNull
    public SecretMask secrets() {
        return connection.secrets();
    }

    /** {@return whether the password as it is now begins or ends with a blank; not so if there is none} */
    public boolean hasBlankAtEdgeOfPassword() {
        return connection.hasBlankAtEdgeOfPassword();
    }

    /** {@return the endpoints and what is known about them} */
    public EndpointDirectory directory() {
        return connection.directory();
    }

    /**
     * {@code GET /api/v1/info} of one endpoint, without a password.
     *
     * @param endpoint the endpoint
     * @return what it reports about itself
     */
    public CompletableFuture<AgentInfo> info(@NonNull Endpoint endpoint) {
        return connection.callOne(endpoint, ApiRequest.open("info"), ResponseType.of(AgentInfo.class));
    }

    /**
     * {@code GET /api/v1/info} of any endpoint, without a password.
     *
     * @return what the first endpoint that answers reports about itself
     */
    public CompletableFuture<AgentInfo> info() {
        return connection.call(ApiRequest.open("info"), ResponseType.of(AgentInfo.class));
    }

    /**
     * {@code GET /api/v1/time} of one endpoint, without a password.
     *
     * @param endpoint the endpoint
     * @return its clock minus the local one
     */
    public CompletableFuture<Duration> clockOffset(@NonNull Endpoint endpoint) {
        return connection
                .callOne(endpoint, ApiRequest.open("time"), ResponseType.of(Object.class))
                .thenApply(ignored -> directory().clockOffset(endpoint));
    }

    /**
     * {@code GET /api/v1/secret} of one endpoint, without a password.
     *
     * @param endpoint the endpoint
     * @return the fingerprint of its key; an {@link UntrustedKeyException} if it is not pinned
     */
    public CompletableFuture<KeyFingerprint> fingerprint(@NonNull Endpoint endpoint) {
        return connection.fetchKey(endpoint).thenApply(AgentKey::fingerprint);
    }

    /**
     * {@code POST …/backup/config}: sets a backup up, both destinations given.
     *
     * @param scope    one tenant or all
     * @param settings what to set
     * @return the DAG that sets it
     */
    public CompletableFuture<Dag> configureBackup(@NonNull BackupScope scope, @NonNull BackupSettings settings) {
        return start(POST, backup(scope, "config"), settings);
    }

    /**
     * {@code PATCH …/backup/config}: changes what is given and leaves the rest.
     *
     * @param scope    one tenant or all
     * @param settings what to change
     * @return the DAG that changes it
     */
    public CompletableFuture<Dag> changeBackupConfiguration(
            @NonNull BackupScope scope, @NonNull BackupSettings settings) {
        return start(PATCH, backup(scope, "config"), settings);
    }

    /**
     * {@code GET /api/v1/tenant/{name}/backup/config/storage}, since obshell 4.3.2.
     *
     * @param tenant a user tenant
     * @return its destinations without secrets; null if there are none or obshell cannot strip the secrets
     */
    public CompletableFuture<StorageConfig> storageConfig(@NonNull String tenant) {
        List<String> path = backup(BackupScope.tenant(tenant), "config", "storage");
        return connection.call(
                ApiRequest.get(path, Map.of()).withMayBeEmpty(true), ResponseType.of(StorageConfig.class));
    }

    /**
     * {@code GET /api/v1/tenant/{name}/parameter/{parameter}}.
     *
     * @param tenant    a user tenant
     * @param parameter the name of a parameter of OceanBase
     * @return the parameter
     */
    public CompletableFuture<TenantParameter> tenantParameter(@NonNull String tenant, @NonNull String parameter) {
        return connection.call(
                ApiRequest.get(List.of(TENANT, tenant, "parameter", parameter), Map.of()),
                ResponseType.of(TenantParameter.class));
    }

    /**
     * {@code POST …/backup}: starts a backup. Not idempotent: after a lost answer it must not simply be called again.
     *
     * @param scope one tenant or all
     * @param start what kind of backup
     * @return the DAG that makes it
     */
    public CompletableFuture<Dag> startBackup(@NonNull BackupScope scope, @NonNull BackupStart start) {
        return start(POST, backup(scope), start);
    }

    private CompletableFuture<Dag> start(String method, List<String> path, Object body) {
        return connection.call(
                ApiRequest.send(method, path, body).withValidity(START_VALIDITY), ResponseType.of(Dag.class));
    }

    /**
     * {@code PATCH …/backup}: cancels the running backup.
     *
     * @param scope one tenant or all
     * @return ends when obshell has accepted it
     */
    public CompletableFuture<Void> cancelBackup(@NonNull BackupScope scope) {
        return send(PATCH, backup(scope), Map.of("status", "canceled"));
    }

    /**
     * {@code PATCH …/backup/log}: starts log archiving again after it was stopped or paused.
     *
     * @param scope one tenant or all
     * @return ends when obshell has accepted it
     */
    public CompletableFuture<Void> resumeLogArchiving(@NonNull BackupScope scope) {
        return send(PATCH, backup(scope, "log"), Map.of("status", "doing"));
    }

    /**
     * {@code GET …/backup/overview}: for each tenant the running backup, else the last one.
     *
     * @param scope one tenant or all
     * @return one backup for a tenant, up to one a tenant for all; a {@link RefusedException} that
     *         {@linkplain RefusedException#isNotFound() is not found} if there never was one
     */
    public CompletableFuture<List<BackupTask>> overview(@NonNull BackupScope scope) {
        return overview(scope, null);
    }

    /**
     * The same, and another caller's read may answer it.
     *
     * @param scope one tenant or all
     * @param since a read in flight of another caller may answer it if it was sent after this moment; null if none may
     * @return as {@link #overview(BackupScope)}
     */
    public CompletableFuture<List<BackupTask>> overview(@NonNull BackupScope scope, @Nullable Instant since) {
        ApiRequest request = ApiRequest.get(backup(scope, "overview"), Map.of());
        return scope.isAllTenants()
                ? connection.call(request, ResponseType.list(BackupTask.class, "statuses"), since)
                : connection
                        .call(request, ResponseType.field(BackupTask.class, "status"), since)
                        .thenApply(task -> task == null ? List.of() : List.of(task));
    }

    /**
     * {@code GET /api/v1/tenant/{name}/backup/tasks}, since obshell 4.3.2: the tenant's backups, the newest first.
     *
     * @param tenant a user tenant
     * @param page   the page, from 1
     * @param size   how many a page, 1 to 100
     * @return that page
     */
    public CompletableFuture<BackupTaskPage> tasks(@NonNull String tenant, int page, int size) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("page", Integer.toString(page));
        query.put("size", Integer.toString(size));
        query.put("sort", "start_timestamp,desc");
        return connection.call(
                ApiRequest.get(backup(BackupScope.tenant(tenant), "tasks"), query),
                ResponseType.of(BackupTaskPage.class));
    }

    /**
     * {@code GET /api/v1/tenant/{name}/backup/info}, since obshell 4.3.2.
     *
     * @param tenant a user tenant
     * @return how well it is backed up
     */
    public CompletableFuture<BackupInfo> backupInfo(@NonNull String tenant) {
        return connection.call(
                ApiRequest.get(backup(BackupScope.tenant(tenant), "info"), Map.of()),
                ResponseType.of(BackupInfo.class));
    }

    /**
     * {@code GET /api/v1/tenant/{name}/backup/log/tasks}, since obshell 4.3.2: the rounds of the log archive that are not over.
     *
     * @param tenant a user tenant
     * @return the rounds; empty if archiving is stopped, is interrupted or was never started; a {@link RefusedException} that
     *         {@linkplain RefusedException#isNotFound() is not found} if obshell is too old to report them
     */
    public CompletableFuture<List<ArchiveTask>> archiveTasks(@NonNull String tenant) {
        return connection.call(
                ApiRequest.get(backup(BackupScope.tenant(tenant), "log", "tasks"), Map.of()),
                ResponseType.list(ArchiveTask.class, "contents"));
    }

    /**
     * {@code GET /api/v1/task/dag/{id}}. Not found only if every endpoint says so.
     *
     * @param id          the DAG's id, at most 128 characters
     * @param withDetails whether nodes, sub-tasks and logs are wanted
     * @return the DAG
     */
    public CompletableFuture<Dag> dag(@NonNull String id, boolean withDetails) {
        return dag(id, withDetails, null);
    }

    /**
     * The same, and another caller's read may answer it.
     *
     * @param id          the DAG's id, at most 128 characters
     * @param withDetails whether nodes, sub-tasks and logs are wanted
     * @param since       a read in flight of another caller may answer it if it was sent after this moment; null if none may
     * @return the DAG
     */
    public CompletableFuture<Dag> dag(@NonNull String id, boolean withDetails, @Nullable Instant since) {
        return connection
                .call(
                        ApiRequest.get(List.of("task", "dag", id), details(withDetails))
                                .withAskAllIfAbsent(true),
                        ResponseType.of(Dag.class),
                        since)
                .thenApply(dag -> dag.as(id));
    }

    /**
     * {@code GET /api/v1/tenants/overview}, since obshell 4.2.4: the tenants of the cluster.
     *
     * @return the sys tenant and the user tenants that are not in the recycle bin
     */
    public CompletableFuture<List<Tenant>> tenants() {
        return connection.call(
                ApiRequest.get(List.of("tenants", "overview"), Map.of()), ResponseType.list(Tenant.class, "contents"));
    }

    /**
     * {@code GET /api/v1/recyclebin/tenants}, since obshell 4.2.4: the tenants in the recycle bin.
     *
     * @return the tenants, without their ids
     */
    public CompletableFuture<List<RecycledTenant>> recycledTenants() {
        return connection.call(
                ApiRequest.get(List.of("recyclebin", "tenants"), Map.of()),
                ResponseType.list(RecycledTenant.class, "contents"));
    }

    /**
     * {@code GET /api/v1/task/dag/ob/unfinish}: the cluster's unfinished DAGs.
     *
     * @return the DAGs without details
     */
    public CompletableFuture<List<Dag>> unfinishedDags() {
        List<String> path = List.of("task", "dag", "ob", "unfinish");
        return connection.call(ApiRequest.get(path, details(false)), ResponseType.list(Dag.class, "contents"));
    }

    /**
     * {@code GET /api/v1/task/dags/ob}, since obshell 4.3: all DAGs of the cluster, finished ones included.
     *
     * @return the DAGs without details
     */
    public CompletableFuture<List<Dag>> allDags() {
        return connection.call(
                ApiRequest.get(List.of("task", "dags", "ob"), details(false)),
                ResponseType.list(Dag.class, "contents"));
    }

    /**
     * {@code POST /api/v1/task/dag/{id}}: cancels, retries, rolls back or passes a DAG.
     *
     * @param id       the DAG's id
     * @param operator what to do
     * @return ends when obshell has accepted it
     */
    public CompletableFuture<Void> operate(@NonNull String id, @NonNull DagOperator operator) {
        return send(
                POST,
                List.of("task", "dag", id),
                Map.of("operator", operator.name().toLowerCase(Locale.ROOT)));
    }

    /**
     * {@code GET /api/v1/obcluster/info}, since obshell 4.3.0.
     *
     * @return the cluster's version, zones and capacity
     */
    public CompletableFuture<ClusterInfo> clusterInfo() {
        return connection.call(
                ApiRequest.get(List.of("obcluster", "info"), Map.of()), ResponseType.of(ClusterInfo.class));
    }

    /**
     * {@code GET /api/v1/tenant/{name}}.
     *
     * @param tenant the name of a tenant
     * @return the tenant with its resource pools
     */
    public CompletableFuture<TenantDetail> tenant(@NonNull String tenant) {
        return connection.call(ApiRequest.get(List.of(TENANT, tenant), Map.of()), ResponseType.of(TenantDetail.class));
    }

    /**
     * {@code GET /api/v1/unit/config/{name}}.
     *
     * @param name the name of a unit config
     * @return what such a unit takes
     */
    public CompletableFuture<UnitConfig> unitConfig(@NonNull String name) {
        return connection.call(
                ApiRequest.get(List.of("unit", "config", name), Map.of()), ResponseType.of(UnitConfig.class));
    }

    /**
     * {@code POST /api/v1/tenant/restore}, since obshell 4.2.5: restores a backup into a new tenant. Not idempotent.
     *
     * @param start what to restore, and as what
     * @return the DAG that restores it
     */
    public CompletableFuture<Dag> startRestore(@NonNull RestoreStart start) {
        return start(POST, List.of(TENANT, RESTORE), start);
    }

    /**
     * {@code GET /api/v1/restore/tasks}, since obshell 4.3.2: the restores of all tenants, running and over.
     *
     * @return the restores; a {@link RefusedException} that {@linkplain RefusedException#isNotFound() is not found} if obshell
     *         is too old to report them
     */
    public CompletableFuture<List<RestoreTask>> restoreTasks() {
        return connection.call(
                ApiRequest.get(List.of(RESTORE, "tasks"), Map.of()), ResponseType.list(RestoreTask.class, "contents"));
    }

    /**
     * {@code DELETE /api/v1/tenant/{name}/restore}: cancels a restore, which drops its tenant. obshell may answer only after a
     * minute.
     *
     * @param tenant the tenant that is being restored
     * @return ends when obshell has accepted it, or if there is nothing to cancel
     */
    public CompletableFuture<Void> cancelRestore(@NonNull String tenant) {
        return send(DELETE, List.of(TENANT, tenant, RESTORE), Map.of());
    }

    /**
     * {@code DELETE /api/v1/tenant/{name}}: drops a tenant and its resource pools, not into the recycle bin.
     *
     * @param tenant the name of the tenant
     * @return the DAG that drops it; null if there is no such tenant
     */
    public CompletableFuture<Dag> dropTenant(@NonNull String tenant) {
        return start(DELETE, List.of(TENANT, tenant), Map.of("need_recycle", false));
    }

    /**
     * {@code GET /api/v1/resource-pools}.
     *
     * @return the resource pools of the cluster
     */
    public CompletableFuture<List<ResourcePool>> resourcePools() {
        return connection.call(
                ApiRequest.get(List.of("resource-pools"), Map.of()), ResponseType.list(ResourcePool.class, "contents"));
    }

    /**
     * {@code DELETE /api/v1/resource-pool/{name}}: drops a resource pool that no tenant holds; obshell refuses any other.
     *
     * @param pool the name of the pool
     * @return ends when it is dropped, or if there is none
     */
    public CompletableFuture<Void> dropResourcePool(@NonNull String pool) {
        return send(DELETE, List.of("resource-pool", pool), Map.of());
    }

    private CompletableFuture<Void> send(String method, List<String> path, Map<String, String> body) {
        return connection
                .call(ApiRequest.send(method, path, body), ResponseType.of(Object.class))
                .thenApply(ignored -> null);
    }

    private static Map<String, String> details(boolean withDetails) {
        return Map.of("show_details", Boolean.toString(withDetails));
    }

    private static List<String> backup(BackupScope scope, String... rest) {
        List<String> path = new ArrayList<>(
                scope.isAllTenants() ? List.of("obcluster", "backup") : List.of(TENANT, scope.tenant(), "backup"));
        path.addAll(List.of(rest));
        return path;
    }
}
