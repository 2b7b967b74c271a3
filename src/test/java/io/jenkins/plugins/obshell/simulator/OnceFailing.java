package io.jenkins.plugins.obshell.simulator;

import java.util.ArrayList;
import java.util.List;

/** Lets nodes of a DAG fail as planned, each failure once. */
final class OnceFailing {

    private final List<StageFailure> failures;

    OnceFailing(List<StageFailure> failures) {
        this.failures = new ArrayList<>(failures);
    }

    StageWork around(String node, StageWork work) {
        return run -> {
            StageFailure failure = take(node);
            if (failure == null) {
                work.run(run);
            } else {
                failure.logs().forEach(run::log);
                run.log("ERROR: " + failure.message());
                run.failSilently();
            }
        };
    }

    private StageFailure take(String node) {
        for (StageFailure failure : failures) {
            if (failure.node().equals(node)) {
                failures.remove(failure);
                return failure;
            }
        }
        return null;
    }
}
