package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Dag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.IntUnaryOperator;

/**
 * DAGs as the API shows them.
 *
 * @param ports of the agents, by their index
 */
public record DagJson(GoTime time, IntUnaryOperator ports) {

    ObjectNode dag(Dag dag, boolean details) {
        ObjectNode json = Json.object()
                .put("id", dag.item.id)
                .put("dag_id", dag.item.number)
                .put("name", dag.item.name)
                .put("stage", dag.stage)
                .put("max_stage", dag.nodes.size())
                .put("maintenance_type", dag.locksCluster ? 2 : dag.lockedTenant == null ? 1 : 3)
                .put("maintenance_key", dag.lockedTenant == null ? "" : dag.lockedTenant);
        status(json, dag.item);
        if (details) {
            ObjectNode additional = Json.object();
            if (dag.restores) {
                // The first node's 0 is what the server shows to the end.
                additional.put("restore_job_id", 0);
            }
            json.set("additional_data", additional);
            ArrayNode nodes = json.putArray("nodes");
            dag.nodes.forEach(node -> nodes.add(node(node)));
        } else {
            json.putNull("additional_data").putNull("nodes");
        }
        return json;
    }

    ObjectNode node(Dag.Node node) {
        ObjectNode json =
                Json.object().put("id", node.id).put("node_id", node.number).put("name", node.name);
        status(json, node);
        json.putNull("additional_data");
        ArrayNode subTasks = json.putArray("sub_tasks");
        node.subTasks.forEach(subTask -> subTasks.add(subTask(subTask)));
        return json;
    }

    ObjectNode subTask(Dag.SubTask subTask) {
        ObjectNode json = Json.object()
                .put("id", subTask.id)
                .put("task_id", subTask.number)
                .put("name", subTask.name);
        status(json, subTask);
        json.putNull("additional_data").put("execute_times", subTask.executeTimes);
        json.putObject("execute_agent").put("ip", "127.0.0.1").put("port", ports.applyAsInt(subTask.agent));
        if (subTask.isOver() || subTask.state == Dag.State.RUNNING) {
            ArrayNode logs = json.putArray("task_logs");
            subTask.logs.forEach(log -> logs.add(log.text()));
        } else {
            json.putNull("task_logs");
        }
        return json;
    }

    ArrayNode logs(Dag.SubTask subTask) {
        ArrayNode logs = Json.array();
        for (Dag.SubTask.Log log : subTask.logs) {
            Instant second = log.at().truncatedTo(ChronoUnit.SECONDS);
            logs.addObject()
                    .put("id", log.id())
                    .put("sub_task_id", subTask.number)
                    .put("execute_times", log.executeTimes())
                    .put("log_content", log.text())
                    .put("is_sync", false)
                    .put("create_time", time.stored(second))
                    .put("update_time", time.stored(second));
        }
        return logs;
    }

    private void status(ObjectNode json, Dag.Item item) {
        json.put("state", item.state.name())
                .put("operator", item.operator.name())
                .put("start_time", time.stored(item.start))
                .put("end_time", time.stored(item.end));
    }
}
