package io.jenkins.plugins.obshell.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * The overview of a backup that is followed to its end; an input is the JSON of one backup task on each line, which are seen
 * one after the other.
 */
public final class OverviewFuzz {

    private static final String DAG =
            "{\"id\":\"12\",\"name\":\"Obcluster start full backup%s\",\"stage\":4,\"max_stage\":4,"
                    + "\"state\":\"SUCCEED\",\"operator\":\"RUN\",\"start_time\":\"2026-11-22T02:03:05Z\",\"nodes\":["
                    + "{\"name\":\"Start backup\",\"state\":\"SUCCEED\",\"start_time\":\"2026-11-22T02:03:05Z\","
                    + "\"end_time\":\"2026-11-22T02:03:09Z\"}]}";

    private OverviewFuzz() {}

    /** Follows one backup of one tenant, and one of all. */
    public static void fuzzerTestOneInput(byte[] input) {
        StringBuilder one = new StringBuilder("o!404 Task.NotFound none\n");
        StringBuilder all = new StringBuilder("o!404 Task.NotFound none\n");
        new String(input, StandardCharsets.UTF_8).lines().limit(20).forEach(task -> {
            one.append("o={\"status\":").append(task).append("}\n");
            all.append("o={\"statuses\":[").append(task).append("]}\n");
        });
        String ofTenant = DAG.formatted(" for tenant1");
        String ofAll = DAG.formatted("");
        PlayedOperation.play("b\n" + one + "p=" + ofTenant + "\nd=" + ofTenant);
        PlayedOperation.play("a\n" + all + "p=" + ofAll + "\nd=" + ofAll);
        PlayedOperation.play("q\n" + one);
        PlayedOperation.play("m\n" + one);
    }
}
