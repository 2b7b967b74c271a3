package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the log of a backup's DAG which tenants it covers, since the overview tells their ids only. */
final class TenantNames {

    private static final Pattern STARTED =
            Pattern.compile("Start (?:full|incremental) backup of (\\S{1,128})\\((\\d+)\\)");

    private TenantNames() {}

    /** What the details of its DAG tell: when the backup was started, and of which tenants. */
    static OperationState learn(OperationState state, Dag details) {
        Map<String, String> names = new TreeMap<>(state.backups().tenantNames());
        names.putAll(in(details));
        FollowedDag dag = state.dag().detailed(details);
        return state.withDag(dag).with(state.backups().named(names));
    }

    static Map<String, String> in(Dag dag) {
        Map<String, String> names = new TreeMap<>();
        dag.nodes().stream()
                .flatMap(node -> node.subTasks().stream())
                .flatMap(subTask -> subTask.taskLogs().stream())
                .forEach(line -> {
                    Matcher matcher = STARTED.matcher(line);
                    if (matcher.find()
                            && ParameterRules.tenant(matcher.group(1)).isEmpty()) {
                        names.put(matcher.group(2), matcher.group(1));
                    }
                });
        return names;
    }
}
