package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.operation.DropOperation;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.step.driver.BuildHost;
import io.jenkins.plugins.obshell.step.driver.OperationDriver;
import io.jenkins.plugins.obshell.step.driver.OperationSource;
import io.jenkins.plugins.obshell.step.driver.TurnThreads;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * A drill in a Pipeline: the restore, the body, the drop. No thread is held while it waits, and a restart of the controller goes
 * on where it was. The drop comes whatever happened before; an abort cancels the restore or stops the body first.
 */
final class RestoreDrillExecution extends StepExecution {

    private static final long serialVersionUID = 1;

    /** After a restart, drills that ran before take their places first. */
    private static final Duration WAIT_AFTER_RESTART = Duration.ofSeconds(15);

    private static final Logger LOGGER = Logger.getLogger(RestoreDrillExecution.class.getName());

    /** The variable of the body with the name of the scratch tenant. */
    static final String TENANT = "OBSHELL_DRILL_TENANT";

    /** The variables of the body with an OceanBase server that holds the scratch tenant. */
    static final String HOST = "OBSHELL_DRILL_HOST";

    static final String PORT = "OBSHELL_DRILL_PORT";

    private enum Stage {
        WAITING,
        CLEARING,
        RESTORING,
        BODY,
        DROPPING
    }

    private final ObshellRestoreDrillStep step;

    /** The id of the flow node, which is also the id of the restore in the build. */
    private String id;

    private String scratchTenant;

    private volatile Stage stage = Stage.WAITING;

    private BodyExecution body;

    /** What the body failed with, or null. */
    private Throwable bodyFailure;

    /** Why it was asked to stop, or null. */
    private volatile Throwable stopCause;

    private transient volatile Run<?, ?> run;
    private transient volatile OperationDriver driver;

    RestoreDrillExecution(StepContext context, ObshellRestoreDrillStep step) {
        super(context);
        this.step = step;
    }

    /**
     * Checks the parameters and the permission, and begins on another thread.
     *
     * @return false, since it goes on
     * @throws AbortException with a sentence for everything that is wrong, also if it would wait for the drill whose body it is
     *                        in; then nothing is sent
     */
    @Override
    public boolean start() throws Exception {
        FlowNode node = getContext().get(FlowNode.class);
        List<String> problems = step.problems(run().getParent().getFullName());
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
        if (DrillQueue.get().holds(step.target(), run(), node.getAllEnclosingIds())) {
            throw new AbortException(
                    Messages.DrillQueue_withinItself(step.target().label()));
        }
        node.addAction(new LabelAction(step.label()));
        id = node.getId();
        scratchTenant = step.newScratchTenant(run().getNumber());
        awaitTurn();
        return false;
    }

    /** Goes on after a restart. The body goes on by itself. */
    @Override
    public void onResume() {
        try {
            if (stage == Stage.WAITING) {
                TurnThreads.get().schedule(this::awaitTurn, WAIT_AFTER_RESTART);
                return;
            }
            DrillQueue.get().reenter(step.target(), run(), id);
            switch (stage) {
                case CLEARING -> clear();
                case RESTORING -> restore();
                case DROPPING -> drop(record().restored());
                default -> LOGGER.log(Level.FINE, "The body goes on by itself");
            }
        } catch (RuntimeException e) {
            defect(e);
        }
    }

    /**
     * Stops what is under way, and drops what was restored. An abort while that is being dropped gives it 20 more seconds.
     *
     * @param cause why, and what the step then fails with
     */
    @Override
    public void stop(Throwable cause) throws Exception {
        synchronized (this) {
            if (stopCause == null) {
                stopCause = cause;
            }
            if (body != null && stage != Stage.DROPPING) {
                body.cancel(cause);
                return;
            }
            if (stage != Stage.WAITING) {
                stopOperation();
                return;
            }
            DrillQueue.get().leave(run(), id);
        }
        getContext().onFailure(cause);
    }

    /** There is no driver before it goes on after a restart. */
    private void stopOperation() {
        OperationDriver known = driver;
        if (known == null) {
            return;
        }
        if (stage == Stage.DROPPING) {
            TurnThreads.get().schedule(() -> known.stop(true), OperationDriver.STOP_LIMIT);
        } else {
            known.stop(true);
        }
    }

    @Override
    public String getStatus() {
        OperationDriver known = driver;
        return switch (stage) {
            case WAITING -> "waiting for another drill to end";
            case BODY -> "in the body";
            default -> stage.name().toLowerCase(Locale.ROOT) + (known == null ? "" : ": " + known.status());
        };
    }

    private synchronized void awaitTurn() {
        if (stopCause != null) {
            return;
        }
        CompletableFuture<Void> turn = DrillQueue.get().enter(step.target(), run(), id);
        if (!turn.isDone()) {
            print(Messages.DrillQueue_waiting(
                    step.target().label(), step.permission().maxConcurrent()));
        }
        turn.thenRunAsync(this::clear, TurnThreads.get().threads()).exceptionally(error -> {
            if (!turn.isCancelled()) {
                defect(Futures.unwrap(error));
            }
            return null;
        });
    }

    /** Drops what earlier drills have left, one after the other, and then restores. */
    private void clear() {
        clear(record().leftovers(step.target().label()));
    }

    private void clear(List<ScratchTenant> left) {
        if (!left.isEmpty()) {
            print(Messages.DrillRecord_dropsLeftover(left.get(0).name()));
        }
        synchronized (this) {
            if (stopCause != null && stage == Stage.WAITING) {
                return;
            }
            if (left.isEmpty()) {
                restore();
                return;
            }
            enter(Stage.CLEARING);
            ScratchTenant first = left.get(0);
            drive(new DrillDrop(step, first), record().dropOf(first), outcome -> cleared(left, outcome));
        }
    }

    private void cleared(List<ScratchTenant> left, Outcome outcome) {
        if (stopCause == null && StoredOperation.isGone(outcome)) {
            clear(left.subList(1, left.size()));
        } else {
            end(DrillRecord.notBegun(left.get(0), outcome), null);
        }
    }

    private void restore() {
        enter(Stage.RESTORING);
        drive(new DrillRestore(step, run(), scratchTenant), id, this::restored);
    }

    private void restored(Outcome outcome) {
        boolean isWell = outcome.verdict() == Verdict.SUCCESS && isActive();
        if (!isWell || !startBody()) {
            drop(outcome);
        }
    }

    /** {@return whether the body is started; not so if it cannot be, or the step was asked to stop} */
    private boolean startBody() {
        try {
            EnvironmentExpander environment = EnvironmentExpander.merge(
                    getContext().get(EnvironmentExpander.class), EnvironmentExpander.constant(bodyVariables()));
            synchronized (this) {
                if (stopCause != null) {
                    return false;
                }
                body = getContext()
                        .newBodyInvoker()
                        .withContext(environment)
                        .withCallback(new Body())
                        .start();
                return true;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not start the body of a drill", e);
            bodyFailure = e;
            return false;
        }
    }

    private Map<String, String> bodyVariables() {
        DrillRecord record = record();
        Map<String, String> variables = new HashMap<>();
        variables.put(TENANT, record.tenant().orElseThrow().name());
        record.sqlAddress().ifPresent(address -> {
            variables.put(HOST, address.host());
            variables.put(PORT, Integer.toString(address.port()));
        });
        return variables;
    }

    private void bodyEnded(@CheckForNull Throwable failure) {
        bodyFailure = failure;
        drop(record().restored());
    }

    private void drop(Outcome restored) {
        DrillRecord record = record();
        Optional<ScratchTenant> tenant = record.tenant();
        if (tenant.isEmpty()) {
            end(restored, null);
            return;
        }
        synchronized (this) {
            enter(Stage.DROPPING);
            drive(new DrillDrop(step, tenant.get()), record.dropOf(tenant.get()), dropped -> end(restored, dropped));
        }
    }

    private void end(Outcome restored, @CheckForNull Outcome dropped) {
        DrillQueue.get().leave(run(), id);
        Throwable own = stopCause != null ? stopCause : bodyFailure;
        boolean isAborted =
                stopCause != null || own instanceof FlowInterruptedException inner && inner.isActualInterruption();
        Outcome all = DrillRecord.together(restored, dropped);
        record().close(step, own == null ? all : DrillRecord.stopped(all, isAborted));
        if (own != null) {
            if (dropped != null && !StoredOperation.isGone(dropped)) {
                own.addSuppressed(new ObshellFailedException(cause(dropped)));
            }
            getContext().onFailure(own);
            return;
        }
        switch (all.verdict()) {
            case SUCCESS, WARNING -> succeed(restored, dropped);
            case FAILURE -> getContext().onFailure(new ObshellFailedException(cause(all)));
            case ABORTED -> getContext().onFailure(new FlowInterruptedException(Result.ABORTED, true, cause(all)));
        }
    }

    private void succeed(Outcome restored, Outcome dropped) {
        print(Messages.RestoreDrillExecution_passed(restored.message(), dropped.message()));
        if (dropped.verdict() == Verdict.WARNING) {
            PipelineWarning.on(getContext(), dropped.message());
        }
        RestoredBackup backup = record().restore().orElseThrow().state().restoredBackup();
        ScratchTenant tenant = record().tenant().orElseThrow();
        getContext().onSuccess(new RestoreDrillResult(backup, tenant, restored.result()));
    }

    private void defect(Throwable defect) {
        LOGGER.log(Level.WARNING, "A defect ended a drill", defect);
        DrillQueue.get().leave(run(), id);
        record().tenantLeft().ifPresent(tenant -> print("[obshell] " + DropOperation.left(tenant)));
        getContext().onFailure(defect);
    }

    private ObshellFailureCause cause(Outcome outcome) {
        return new ObshellFailureCause(step.functionName(), outcome);
    }

    private void enter(Stage next) {
        stage = next;
        getContext().saveState();
    }

    private void drive(OperationSource source, String operation, Consumer<Outcome> onEnd) {
        driver = new OperationDriver(new Host(source, operation, onEnd), TurnThreads.get());
        if (stopCause != null && stage != Stage.DROPPING) {
            driver.stop(true);
        }
        driver.begin();
    }

    private DrillRecord record() {
        return new DrillRecord(run(), id);
    }

    private Run<?, ?> run() {
        Run<?, ?> known = run;
        if (known == null) {
            try {
                known = getContext().get(Run.class);
                run = known;
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return known;
    }

    private void print(String line) {
        try {
            getContext().get(TaskListener.class).getLogger().println(line);
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.WARNING, "Could not write to the console of a build", e);
        }
    }

    /** A step can be completed from outside. */
    private boolean isActive() {
        try {
            FlowNode node = getContext().get(FlowNode.class);
            return node == null || node.isActive();
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, "Going on, because it is not known whether the step still waits", e);
            return true;
        }
    }

    /** Takes the end of the body, also after a restart. */
    private final class Body extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        @Override
        public void onStart(StepContext context) {
            stage = Stage.BODY;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            bodyEnded(null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            bodyEnded(failure);
        }
    }

    /** The restore or a drop, as its driver sees it. What was restored is dropped even if the step is completed from outside. */
    private final class Host extends BuildHost {

        private final String operation;
        private final Consumer<Outcome> onEnd;

        Host(OperationSource source, String operation, Consumer<Outcome> onEnd) {
            super(source, operation);
            this.operation = operation;
            this.onEnd = onEnd;
        }

        @Override
        protected Run<?, ?> run() {
            return RestoreDrillExecution.this.run();
        }

        @Override
        protected TaskListener listener() throws IOException, InterruptedException {
            return getContext().get(TaskListener.class);
        }

        @Override
        public boolean isWaiting() {
            if (stage != Stage.DROPPING && !isActive()) {
                driver.stop(true);
            }
            return true;
        }

        @Override
        public void complete(Outcome outcome) {
            try {
                onEnd.accept(outcome);
            } catch (RuntimeException e) {
                defect(e);
            }
        }

        @Override
        public void fail(Throwable defect) {
            complete(record().endOf(operation));
        }
    }
}
