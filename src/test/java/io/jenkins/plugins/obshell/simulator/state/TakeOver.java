package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.state.Dag.Item;
import io.jenkins.plugins.obshell.simulator.state.Dag.Node;
import io.jenkins.plugins.obshell.simulator.state.Dag.Operator;
import io.jenkins.plugins.obshell.simulator.state.Dag.State;
import io.jenkins.plugins.obshell.simulator.state.Dag.SubTask;
import java.time.Instant;
import java.util.List;

/** The DAG by which an obshell took a running cluster over. Each keeps its own, which has ended. */
public final class TakeOver {

    private static final List<String> NODES = List.of(
            "Synchronize agent from cluster",
            "Convert follower to cluster agent",
            "Synchronize agent from cluster",
            "Convert master to cluster agent",
            "Synchronize agent from cluster");
    private static final List<String> SYNCHRONIZING = List.of(
            "try to connect", "connect succeed, dump password", "synchronize agent from oceanbase", "sync agent data");
    private static final List<String> CONVERTING =
            List.of("convert self to cluster agent", "sync agent binary", "synchronize agent from oceanbase");

    private TakeOver() {}

    /**
     * Makes the DAG as it is after its end.
     *
     * @param agent index of the obshell
     * @param port  of the obshell
     * @param at    when it took over
     */
    public static Dag dag(int agent, int port, Instant at) {
        Dag dag = new Dag(new Item(1, DagIds.local(port, 1), "Take over", State.READY, at), null);
        dag.locksCluster = true;
        dag.finished = true;
        dag.stage = NODES.size();
        over(dag.item, at);
        for (int i = 0; i < NODES.size(); i++) {
            String name = NODES.get(i);
            String id = DagIds.local(port, i + 1L);
            Node node = new Node(i + 1L, id, name, StageWork.Run::succeed, false, at);
            SubTask subTask = new SubTask(i + 1L, id, name, agent, at);
            subTask.executeTimes = 1;
            for (String line : logs(name)) {
                subTask.logs.add(new SubTask.Log(subTask.logs.size() + 1L, 1, line, at));
            }
            over(node, at);
            over(subTask, at);
            node.subTasks.add(subTask);
            dag.nodes.add(node);
        }
        return dag;
    }

    private static List<String> logs(String node) {
        return switch (node) {
            case "Synchronize agent from cluster" -> SYNCHRONIZING;
            case "Convert master to cluster agent" -> CONVERTING;
            default -> List.of();
        };
    }

    private static void over(Item item, Instant at) {
        item.set(State.SUCCEED, Operator.RUN, at, at);
    }
}
