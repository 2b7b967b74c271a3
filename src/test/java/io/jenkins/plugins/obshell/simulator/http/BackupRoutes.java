package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.ArchiveLog;
import io.jenkins.plugins.obshell.simulator.state.Backup;
import io.jenkins.plugins.obshell.simulator.state.ClusterState;
import io.jenkins.plugins.obshell.simulator.state.Table;
import io.jenkins.plugins.obshell.simulator.state.TenantState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The routes about backups, of one tenant and of all. */
public final class BackupRoutes {

    private static final String TENANT = "/api/v1/tenant/{name}/backup";
    private static final String CLUSTER = "/api/v1/obcluster/backup";
    private static final long ANY_SIZE = 2147483647;

    /** A route that knows its tenant; null stands for all. */
    @FunctionalInterface
    private interface TenantHandler {
        Answer handle(TenantState tenant, Exchange exchange) throws ObshellException;
    }

    private final Agents agents;
    private final BackupJson json;
    private final GoTime time;
    private final DagJson dagJson;

    public BackupRoutes(Agents agents, GoTime time, DagJson dagJson) {
        this.agents = agents;
        this.time = time;
        this.json = new BackupJson(time);
        this.dagJson = dagJson;
    }

    public List<Route> routes(ServerVersion version) {
        List<Route> routes = new ArrayList<>();
        tenant(routes, "POST", "/config", record((tenant, exchange) -> configure(tenant, exchange, true)));
        tenant(routes, "PATCH", "/config", record((tenant, exchange) -> configure(tenant, exchange, false)));
        tenant(routes, "POST", "", record(this::backUp));
        tenant(routes, "PATCH", "", this::cancel);
        tenant(routes, "PATCH", "/log", this::archiveLog);
        tenant(routes, "GET", "/overview", record(this::overview));
        if (version.hasStorageTasksAndInfo()) {
            tenant(routes, "GET", "/config/storage", record(this::storage));
            tenant(routes, "GET", "/tasks", this::tasks);
            tenant(routes, "GET", "/info", record(this::info));
            tenant(routes, "GET", "/log/tasks", this::archiveLogTasks);
        }
        cluster(routes, "POST", "/config", record((all, exchange) -> configure(null, exchange, true)));
        cluster(routes, "PATCH", "/config", record((all, exchange) -> configure(null, exchange, false)));
        cluster(routes, "POST", "", record(this::backUp));
        cluster(routes, "PATCH", "", this::cancel);
        cluster(routes, "PATCH", "/log", this::archiveLog);
        cluster(routes, "GET", "/overview", record(this::clusterOverview));
        routes.add(Route.of("GET", "/api/v1/tenant/{name}/parameter/{para}", VERIFIED, this::parameter));
        return routes;
    }

    private Answer parameter(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        TenantState tenant = state().tenant(exchange.variable("name"));
        if (tenant == null) {
            throw ObshellException.of(ErrorCode.TENANT_NOT_EXIST, exchange.variable("name"));
        }
        String parameter = exchange.variable("para");
        String value = tenant.parameter(parameter);
        if (value == null) {
            throw ObshellException.of(ErrorCode.NOT_FOUND, "parameter " + parameter);
        }
        return new Answer(Json.object()
                .put("name", parameter)
                .put("value", value)
                .put("data_type", "")
                .put("info", "")
                .put("edit_level", "DYNAMIC_EFFECTIVE"));
    }

    /** A route that gives a record: its refusals, but not those of its body, carry data that is null. */
    private static TenantHandler record(TenantHandler handler) {
        return (tenant, exchange) -> {
            try {
                return handler.handle(tenant, exchange);
            } catch (ObshellException e) {
                throw e.code() == ErrorCode.BIND_JSON_FAILED ? e : e.beside(NullNode.getInstance());
            }
        };
    }

    private void tenant(List<Route> routes, String method, String path, TenantHandler handler) {
        routes.add(Route.of(method, TENANT + path, VERIFIED, exchange -> {
            agents.requireClusterAgent(exchange.agent());
            String name = exchange.variable("name");
            if (name.equals("sys")) {
                throw ObshellException.of(ErrorCode.TENANT_SYS_NOT_ALLOWED);
            }
            state().read(Table.TENANTS);
            TenantState tenant = state().tenant(name);
            if (tenant == null) {
                throw ObshellException.of(ErrorCode.TENANT_NOT_EXIST, name);
            }
            return handler.handle(tenant, exchange);
        }));
    }

    private void cluster(List<Route> routes, String method, String path, TenantHandler handler) {
        routes.add(Route.of(method, CLUSTER + path, VERIFIED, exchange -> {
            agents.requireClusterAgent(exchange.agent());
            return handler.handle(null, exchange);
        }));
    }

    private ClusterState state() {
        return agents.state();
    }

    private Answer configure(TenantState tenant, Exchange exchange, boolean post) throws ObshellException {
        try {
            BackupSettings settings = tenant == null
                    ? BackupSettings.ofCluster(exchange.body("ClusterBackupConfigParam"), post)
                    : BackupSettings.ofTenant(exchange.body("TenantBackupConfigParam"), post);
            requireTenants();
            return new Answer(dagJson.dag(agents.dagFactory().configure(tenant, settings, exchange.agent()), false));
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
    }

    private void requireTenants() throws ObshellException {
        if (state().userTenants().isEmpty()) {
            throw ObshellException.of(ErrorCode.NO_USER_TENANTS);
        }
    }

    private Answer backUp(TenantState tenant, Exchange exchange) throws ObshellException {
        GoObject body = exchange.body("BackupParam");
        requireTenants();
        List<TenantState> tenants = tenant == null ? state().userTenants() : List.of(tenant);
        for (TenantState each : tenants) {
            if (each.archiveDestination.isEmpty()) {
                throw ObshellException.of(ErrorCode.ARCHIVE_DEST_EMPTY, each.name(), each.id);
            }
            if (each.dataDestination.isEmpty()) {
                throw ObshellException.of(ErrorCode.DATA_DEST_EMPTY, each.name(), each.id);
            }
        }
        try {
            BackupRequest request = BackupRequest.read(body);
            return new Answer(dagJson.dag(agents.dagFactory().backUp(tenant, request, exchange.agent()), false));
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
    }

    private Answer cancel(TenantState tenant, Exchange exchange) throws ObshellException {
        String status = status(exchange, "BackupStatusParam", "canceled").toLowerCase(Locale.ROOT);
        if (!status.equals("canceled")) {
            throw ObshellException.of(ErrorCode.STATUS_INVALID, status, "canceled");
        }
        (tenant == null ? state().userTenants() : List.of(tenant)).forEach(TenantState::cancelBackup);
        return Answer.nothing();
    }

    private Answer archiveLog(TenantState tenant, Exchange exchange) throws ObshellException {
        String status = status(exchange, "ArchiveLogStatusParam", "STOP").toUpperCase(Locale.ROOT);
        if (!List.of("STOP", "DOING", "SUSPEND").contains(status)) {
            throw ObshellException.of(ErrorCode.ARCHIVE_LOG_STATUS_INVALID, status, "STOP", "DOING");
        }
        for (TenantState each : tenant == null ? state().userTenants() : List.of(tenant)) {
            change(each, status);
        }
        return Answer.nothing();
    }

    private static void change(TenantState tenant, String wanted) throws ObshellException {
        String now = tenant.archiveLog.status();
        if (wanted.equals("SUSPEND")) {
            tenant.archiveLog.defer();
        } else if (now.equals("INTERRUPTED")) {
            throw ObshellException.of(ErrorCode.UNEXPECTED, "tenant " + tenant.name() + " archive log is interrupted");
        } else if (wanted.equals("STOP")) {
            tenant.archiveLog.close();
        } else if (now.startsWith("STOP")) {
            tenant.archiveLog.open();
        } else {
            tenant.archiveLog.enable();
        }
    }

    private static String status(Exchange exchange, String struct, String byDefault) throws ObshellException {
        try {
            return exchange.body(struct)
                    .string("status")
                    .filter(text -> !text.isEmpty())
                    .orElse(byDefault);
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
    }

    private Answer overview(TenantState tenant, Exchange exchange) throws ObshellException {
        state().read(Table.BACKUPS);
        Backup shown = tenant.shown();
        if (shown == null) {
            throw ObshellException.of(ErrorCode.TASK_NOT_FOUND_WITH_REASON, "no backup task");
        }
        ObjectNode data = Json.object();
        data.set("status", json.task(shown));
        return new Answer(data);
    }

    private Answer clusterOverview(TenantState all, Exchange exchange) throws ObshellException {
        state().read(Table.TENANTS);
        state().read(Table.BACKUPS);
        ObjectNode data = Json.object();
        ArrayNode statuses = data.putArray("statuses");
        for (TenantState tenant : state().userTenants()) {
            Backup shown = tenant.shown();
            if (shown != null) {
                statuses.add(json.task(shown));
            }
        }
        if (statuses.isEmpty()) {
            throw ObshellException.of(ErrorCode.NOT_FOUND, "backup task");
        }
        return new Answer(data);
    }

    private Answer storage(TenantState tenant, Exchange exchange) throws ObshellException {
        return new Answer(Json.object()
                .put("tenant_id", tenant.id)
                .put("archive_base_uri", withoutSecret(tenant.archiveDestination))
                .put("data_base_uri", withoutSecret(tenant.dataDestination)));
    }

    private static String withoutSecret(String uri) throws ObshellException {
        return uri.isEmpty() ? "" : StorageUri.stored(uri).withoutSecret();
    }

    private Answer tasks(TenantState tenant, Exchange exchange) throws ObshellException {
        long page = number(exchange, "page", 1, 1);
        long size = number(exchange, "size", ANY_SIZE, ANY_SIZE);
        List<String> statuses = exchange.query()
                .get("status")
                .filter(text -> !text.isEmpty())
                .map(text -> Arrays.asList(text.toUpperCase(Locale.ROOT).split(",")))
                .orElse(List.of());
        List<Backup> jobs = tenant.backups().stream()
                .filter(job -> statuses.isEmpty() || statuses.contains(job.jobStatus()))
                .sorted(order(exchange.query().get("sort").orElse("")))
                .toList();
        ObjectNode data = Json.object();
        ArrayNode contents = data.putArray("contents");
        jobs.stream().skip((page - 1) * size).limit(size).forEach(job -> contents.add(json.job(job)));
        data.putObject("page")
                .put("total_elements", jobs.size())
                .put("total_pages", (jobs.size() + size - 1) / size)
                .put("size", size)
                .put("number", page);
        return new Answer(data);
    }

    private static Comparator<Backup> order(String sort) {
        Comparator<Backup> byTime = Comparator.comparing(Backup::start);
        if (sort.startsWith("end_timestamp")) {
            byTime = Comparator.comparing(Backup::end, Comparator.nullsLast(Comparator.naturalOrder()));
        }
        return sort.endsWith(",asc") ? byTime : byTime.reversed();
    }

    private static long number(Exchange exchange, String name, long byDefault, long forZero) throws ObshellException {
        String text = exchange.query().get(name).orElse("");
        if (text.isEmpty()) {
            return byDefault;
        }
        if (!text.matches("\\d{1,18}")) {
            throw ObshellException.of(
                    ErrorCode.BIND_JSON_FAILED, "strconv.ParseUint: parsing \"" + text + "\": invalid syntax");
        }
        long value = Long.parseLong(text);
        return value == 0 ? forZero : value;
    }

    private Answer info(TenantState tenant, Exchange exchange) {
        ObjectNode data = Json.object().put("tenant_id", tenant.id);
        ArchiveLog.Round round = tenant.archiveLog.round();
        if (round != null) {
            data.put("lastest_archive_log_checkpoint", time.stored(round.checkpoint()));
        }
        Backup shown = tenant.shown();
        if (shown != null) {
            data.put("lastest_data_backup_time", time.stored(shown.start()));
        }
        if (round != null && delay(round) != 0) {
            data.put("archive_log_delay", delay(round));
        }
        return new Answer(data);
    }

    private double delay(ArchiveLog.Round round) {
        Duration delay = Duration.between(round.checkpoint(), state().timeline().now());
        return Math.floor(delay.toNanos() / 100_000.0) / 10_000;
    }

    private Answer archiveLogTasks(TenantState tenant, Exchange exchange) {
        ArrayNode contents = Json.array();
        ArchiveLog log = tenant.archiveLog;
        if (List.of("BEGINNING", "DOING", "STOPPING", "PREPARE", "SUSPEND").contains(log.status())) {
            ArchiveLog.Round round = log.round();
            contents.addObject()
                    .put("tenant_id", tenant.id)
                    .put("tenant_name", "")
                    .put("round_id", round.id())
                    .put("status", log.status())
                    .put("path", TenantState.pathOf(round.destination()))
                    .put("delay", delay(round))
                    .put("checkpoint", time.stored(round.checkpoint()))
                    .put("start_time", time.stored(round.start()));
        }
        ObjectNode data = Json.object();
        data.set("contents", contents);
        return new Answer(data);
    }
}
