package io.jenkins.plugins.obshell.step;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.step.driver.BuildHost;
import io.jenkins.plugins.obshell.step.driver.OperationDriver;
import io.jenkins.plugins.obshell.step.driver.OperationSource;
import io.jenkins.plugins.obshell.step.driver.TurnThreads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A freestyle build, whose thread waits for operations. */
final class WaitingBuild {

    private final Run<?, ?> run;
    private final TaskListener listener;

    /**
     * @param run      the build
     * @param listener its console
     */
    WaitingBuild(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    Run<?, ?> run() {
        return run;
    }

    void print(String line) {
        listener.getLogger().println(line);
    }

    /** {@return an id that no operation of the build has yet} */
    String freshId() {
        ObshellRunAction started = ObshellRunAction.of(run);
        return IntStream.iterate(started.getOperations().size() + 1, number -> number + 1)
                .mapToObj(number -> "build-step-" + number)
                .filter(id -> started.find(id).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Gives the following build steps what an operation found, as environment variables. */
    void showResult(Outcome outcome) {
        run.addOrReplaceAction(new ObshellEnvironmentAction(new ObshellResult(outcome.result())));
    }

    /**
     * Waits for the end of an operation.
     *
     * @param source what to do
     * @param id     the id of the operation in the build
     * @param stop   stops it within 20 s if the build is aborted
     * @param onEnd  takes the end, also that of an aborted build
     * @return the end
     * @throws InterruptedException if the build was aborted; the operation has ended then, unless that took too long
     */
    Outcome await(OperationSource source, String id, Consumer<OperationDriver> stop, Consumer<Outcome> onEnd)
            throws InterruptedException, IOException {
        TurnThreads threads = TurnThreads.get();
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        OperationDriver driver = new OperationDriver(new Host(source, id, end, onEnd), threads);
        driver.begin();
        try {
            return end.get();
        } catch (InterruptedException e) {
            if (!threads.isClosing()) {
                stop.accept(driver);
                awaitStop(end);
            }
            throw e;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** A second abort ends this wait as well. */
    private void awaitStop(CompletableFuture<Outcome> end) throws InterruptedException {
        try {
            end.get(2 * OperationDriver.STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            print(Messages.ObshellBuilder_notEnded());
        }
    }

    /** One operation of the build. */
    private final class Host extends BuildHost {

        private final CompletableFuture<Outcome> end;
        private final Consumer<Outcome> onEnd;

        Host(OperationSource source, String id, CompletableFuture<Outcome> end, Consumer<Outcome> onEnd) {
            super(source, id);
            this.end = end;
            this.onEnd = onEnd;
        }

        @Override
        protected Run<?, ?> run() {
            return run;
        }

        @Override
        protected TaskListener listener() {
            return listener;
        }

        @Override
        public boolean isWaiting() {
            return run.isBuilding();
        }

        @Override
        public void complete(Outcome outcome) {
            onEnd.accept(outcome);
            end.complete(outcome);
        }

        @Override
        public void fail(Throwable defect) {
            end.completeExceptionally(defect);
        }
    }
}
