package io.jenkins.plugins.obshell.fuzz;

import java.nio.charset.StandardCharsets;

/** The DAG of a backup that is started and followed; an input is its JSON on one line. */
public final class DagFuzz {

    private static final String JOB = "{\"tenant_id\":\"1002\",\"job_id\":\"7\",\"status\":\"COMPLETED\","
            + "\"start_timestamp\":\"2026-11-22T02:03:06Z\",\"end_timestamp\":\"2026-11-22T02:03:30Z\"}";

    private DagFuzz() {}

    /** Follows one DAG. */
    public static void fuzzerTestOneInput(byte[] input) {
        String dag = new String(input, StandardCharsets.UTF_8).replaceAll("\\R", " ");
        String start =
                "p={\"id\":\"12\",\"name\":\"Obcluster start full backup for tenant1\",\"stage\":1,\"max_stage\":4}";
        PlayedOperation.play(
                String.join("\n", "b", start, "o!404 Task.NotFound none", "o={\"status\":" + JOB + "}", "d=" + dag));
        PlayedOperation.play(String.join("\n", "w", "u={\"contents\":[" + dag + "]}"));
        PlayedOperation.play(String.join("\n", "j", "u={\"contents\":[" + dag + "]}", "d=" + dag));
        PlayedOperation.play(String.join("\n", "b", "p-", "l={\"contents\":[" + dag + "]}", "d=" + dag));
    }
}
