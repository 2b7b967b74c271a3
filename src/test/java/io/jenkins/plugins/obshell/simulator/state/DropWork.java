package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the nodes of a DAG that drops a tenant do: it drops the tenant that had the name when it was asked for. */
final class DropWork {

    private static final Duration TAKES = Duration.ofSeconds(15);

    private final ClusterState state;
    private final int tenantId;
    private final List<String> pools = new ArrayList<>();

    DropWork(ClusterState state, int tenantId) {
        this.state = state;
        this.tenantId = tenantId;
    }

    void dropTenant(StageWork.Run run) {
        TenantState tenant = state.userTenants().stream()
                .filter(each -> each.id == tenantId)
                .findFirst()
                .orElse(null);
        run.log("Drop tenant " + (tenant == null ? "" : tenant.name()));
        if (tenant == null) {
            run.fail(
                    ErrorCode.MYSQL.code(), ErrorCode.MYSQL.message(false, "Error 1064 (42000): syntax error near ''"));
            return;
        }
        state.resources().poolsOf(tenantId).forEach(pool -> pools.add(pool.name));
        run.log("Resource pool list: " + pools);
        run.after(TAKES, () -> {
            state.dropTenant(tenant.name());
            run.succeed();
        });
    }

    void dropPools(StageWork.Run run) {
        for (String pool : pools) {
            run.log("Drop resource pool " + pool);
            state.resources().drop(pool);
        }
        run.succeed();
    }
}
