package io.jenkins.plugins.obshell.simulator.fault;

import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import io.jenkins.plugins.obshell.simulator.state.StageWork;
import java.util.ArrayList;
import java.util.List;

/** Lets nodes of a DAG fail as planned, each failure once. */
public final class OnceFailing {

    private final List<StageFailure> failures;

    public OnceFailing(List<StageFailure> failures) {
        this.failures = new ArrayList<>(failures);
    }

    public StageWork around(String node, StageWork work) {
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
