package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.ClusterState;
import io.jenkins.plugins.obshell.simulator.state.Dag;
import io.jenkins.plugins.obshell.simulator.state.RestoreJob;
import io.jenkins.plugins.obshell.simulator.state.TenantState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The routes about restores. */
public final class RestoreRoutes {

    private final Agents agents;
    private final GoTime time;
    private final DagJson dagJson;

    public RestoreRoutes(Agents agents, GoTime time, DagJson dagJson) {
        this.agents = agents;
        this.time = time;
        this.dagJson = dagJson;
    }

    public List<Route> routes(ServerVersion version) {
        List<Route> routes = new ArrayList<>(List.of(
                Route.of("POST", "/api/v1/tenant/restore", VERIFIED, this::restore),
                Route.of("DELETE", "/api/v1/tenant/{name}/restore", VERIFIED, this::cancel)));
        if (version.hasStorageTasksAndInfo()) {
            routes.add(Route.of("GET", "/api/v1/restore/tasks", VERIFIED, this::tasks));
        }
        return routes;
    }

    private static Answer besideNull(Route.Handler handler, Exchange exchange) throws ObshellException {
        try {
            return handler.handle(exchange);
        } catch (ObshellException e) {
            throw e.beside(NullNode.getInstance());
        }
    }

    private ClusterState state() {
        return agents.state();
    }

    private Answer restore(Exchange exchange) throws ObshellException {
        RestoreRequest request;
        try {
            request = RestoreRequest.read(exchange.body("RestoreParam"));
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
        agents.requireClusterAgent(exchange.agent());
        if (request.tenant().equals("sys")) {
            throw ObshellException.of(ErrorCode.TENANT_SYS_NOT_ALLOWED);
        }
        if (state().tenant(request.tenant()) != null) {
            throw ObshellException.of(ErrorCode.TENANT_EXISTED, request.tenant());
        }
        if (request.zones().isEmpty()) {
            throw ObshellException.of(ErrorCode.ZONE_LIST_EMPTY);
        }
        return besideNull(checked -> start(request, checked), exchange);
    }

    private Answer start(RestoreRequest request, Exchange exchange) throws ObshellException {
        checkZones(request.zones());
        return new Answer(dagJson.dag(agents.dagFactory().restore(request, exchange.agent()), false));
    }

    private void checkZones(List<RestoreRequest.Zone> zones) throws ObshellException {
        Set<String> names = new HashSet<>();
        int unitNum = 0;
        for (RestoreRequest.Zone zone : zones) {
            if (!names.add(zone.name())) {
                throw ObshellException.of(ErrorCode.ZONE_REPEATED, zone.name());
            }
            if (zone.unitConfig().isEmpty()) {
                throw ObshellException.of(ErrorCode.UNIT_CONFIG_NAME_EMPTY);
            }
            if (!Set.of("FULL", "READONLY").contains(zone.replicaType())) {
                throw ObshellException.of(ErrorCode.REPLICA_TYPE_INVALID, zone.replicaType());
            }
            if (zone.unitNum() <= 0) {
                throw ObshellException.of(
                        ErrorCode.UNIT_NUM_INVALID, zone.unitNum(), "unit num should be greater than 0");
            }
            if (unitNum != 0 && unitNum != zone.unitNum()) {
                throw ObshellException.of(ErrorCode.UNIT_NUM_INCONSISTENT);
            }
            unitNum = zone.unitNum();
        }
        for (RestoreRequest.Zone zone : zones) {
            if (!state().resources().zones().contains(zone.name())) {
                throw ObshellException.of(ErrorCode.ZONE_NOT_EXIST, zone.name());
            }
            if (state().resources().unit(zone.unitConfig()) == null) {
                throw ObshellException.of(ErrorCode.UNIT_CONFIG_NOT_EXIST, zone.unitConfig());
            }
            if (zone.unitNum() > 1) {
                throw ObshellException.of(ErrorCode.UNIT_NUM_EXCEEDS_LIMIT, zone.unitNum(), 1, zone.name());
            }
        }
        if (zones.stream().noneMatch(zone -> zone.replicaType().equals("FULL"))) {
            throw ObshellException.of(ErrorCode.NO_PAXOS_REPLICA, "At least one zone should have full replica.");
        }
    }

    private Answer cancel(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        String name = exchange.variable("name");
        if (name.equals("sys")) {
            throw ObshellException.of(ErrorCode.TENANT_SYS_NOT_ALLOWED);
        }
        return besideNull(allowed -> cancel(name, allowed), exchange);
    }

    private Answer cancel(String name, Exchange exchange) throws ObshellException {
        RestoreJob job = state().restores().running(name);
        Dag last = state().dags().lastOf(name);
        TenantState tenant = state().tenant(name);
        if (job == null && last == null) {
            if (tenant != null) {
                throw ObshellException.of(ErrorCode.RESTORE_NOT_RECOVERING, name);
            }
            return Answer.noContent();
        }
        boolean isCreated = last == null || job != null && last.item.state == Dag.State.SUCCEED;
        if (isCreated) {
            return new Answer(dagJson.dag(agents.dagFactory().cancelRestore(tenant, exchange.agent()), false));
        }
        if (!last.restores) {
            String dag = last.item.name + "(" + last.item.number + ")";
            throw ObshellException.of(
                    ErrorCode.RESTORE_TASK_NOT_EXIST,
                    job == null
                            ? dag + " is not the restore dag"
                            : "additional data has no restore job id, " + dag + " is not the restore backup task");
        }
        state().dags().cancelAndRollBack(last);
        return new Answer(dagJson.dag(last, true));
    }

    /** The page is counted, and everything is answered all the same. */
    private Answer tasks(Exchange exchange) throws ObshellException {
        List<String> statuses = exchange.query()
                .get("status")
                .filter(text -> !text.isEmpty())
                .map(text -> List.of(text.toUpperCase(Locale.ROOT).split(",")))
                .orElse(List.of());
        ArrayNode contents = Json.array();
        state().restores().jobs().stream()
                .filter(job -> statuses.isEmpty() || statuses.contains(job.status()))
                .sorted(Comparator.comparing(RestoreJob::isOver)
                        .thenComparing(job -> job.start, Comparator.reverseOrder()))
                .forEach(job -> contents.add(task(job)));
        ObjectNode data = Json.object();
        data.set("contents", contents);
        data.putObject("page")
                .put("total_elements", contents.size())
                .put("total_pages", contents.isEmpty() ? 0 : 1)
                .put("size", Integer.MAX_VALUE)
                .put("number", 1);
        return new Answer(data);
    }

    private ObjectNode task(RestoreJob job) {
        return Json.object()
                .put("tenant_id", 1)
                .put("job_id", job.id)
                .put("restore_tenant_name", job.tenantName)
                .put("restore_tenant_id", job.tenantId)
                .put("backup_tenant_name", job.source.tenant())
                .put("backup_tenant_id", job.source.tenantId())
                .put("backup_cluster_name", "simulated")
                .put("restore_option", "")
                .put("restore_scn", job.scn)
                .put("restore_scn_display", "")
                .put("status", job.status())
                .put("start_timestamp", time.stored(job.start))
                .put("backup_set_list", job.source.dataDestination())
                .put("backup_piece_list", job.source.archiveDestination())
                .put("backup_data_uri", job.source.dataDestination())
                .put("backup_log_uri", "")
                .put("tablet_count", 1800)
                .put("finish_tablet_count", job.isOver() ? 1800 : 900)
                .put("total_bytes", job.totalBytes())
                .put("total_bytes_display", "")
                .put("finish_bytes", job.finishBytes())
                .put("finish_bytes_display", "")
                .put("description", "")
                .put("recover_scn", 0)
                .put("recover_scn_display", "")
                .put("recover_progress", "")
                .put("restore_progress", "")
                .put("backup_cluster_version", 0)
                .put("ls_count", 0)
                .put("finish_ls_count", 0)
                .put("comment", job.comment())
                .put("finish_timestamp", job.isOver() ? time.stored(job.end()) : "");
    }
}
