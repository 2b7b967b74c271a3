package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.client.model.SubTask;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which tenants a backup of all tenants covers, since the overview reports their ids only: from the list of tenants
 * before the start, and from the log of the DAG.
 */
final class TenantNames {

    private static final Pattern STARTED =
            Pattern.compile("Start (?:full|incremental) backup of (\\S{1,128})\\((\\d+)\\)");

    private TenantNames() {}

    /** {@return the names of the user tenants by their ids, from {@code GET /api/v1/tenants/overview}} */
    static Map<String, String> of(List<Tenant> tenants) {
        Map<String, String> names = new TreeMap<>();
        tenants.stream().filter(Tenant::isUser).forEach(tenant -> put(names, tenant.id(), tenant.name()));
        return names;
    }

    /** Adds what the details of the DAG report: when the backup was started, of which tenants, and of which not. */
    static OperationState learn(OperationState state, Dag details) {
        Map<String, String> names = new TreeMap<>(state.backups().notStarted());
        names.putAll(state.backups().tenantNames());
        names.putAll(in(details));
        Map<String, String> left = new TreeMap<>();
        Optional<DagNode> done = StartNode.done(details);
        Optional<DagNode> failed = StartNode.failed(details);
        Set<String> started = failed.map(TenantNames::startedBeforeFailure).orElse(Set.of());
        if (!started.isEmpty()) {
            done = failed;
            left.putAll(names);
            left.keySet().removeAll(started);
            names.keySet().retainAll(started);
        }
        return state.withDag(done.map(state.dag()::started).orElse(state.dag()))
                .withBackups(state.backups().with(it -> it.tenantNames(names).notStarted(left)));
    }

    /** {@return the ids of the tenants whose backup was started by a node that failed afterwards; empty if none} */
    private static Set<String> startedBeforeFailure(DagNode node) {
        Set<String> started = new HashSet<>();
        for (SubTask subTask : node.subTasks()) {
            String current = null;
            for (String line : subTask.taskLogs()) {
                Matcher matcher = STARTED.matcher(line);
                if (matcher.find()) {
                    // The node goes on to the next tenant only after the start of this one succeeded.
                    if (current != null) {
                        started.add(current);
                    }
                    current = matcher.group(2);
                } else if (line.contains("ERROR")) {
                    current = null;
                }
            }
        }
        return started;
    }

    static Map<String, String> in(Dag dag) {
        Map<String, String> names = new TreeMap<>();
        dag.nodes().stream()
                .flatMap(node -> node.subTasks().stream())
                .flatMap(subTask -> subTask.taskLogs().stream())
                .forEach(line -> {
                    Matcher matcher = STARTED.matcher(line);
                    if (matcher.find()) {
                        put(names, matcher.group(2), matcher.group(1));
                    }
                });
        return names;
    }

    private static void put(Map<String, String> names, String id, @Nullable String name) {
        if (name != null && ParameterRules.tenant(name).isEmpty()) {
            names.put(id, name);
        }
    }
}
