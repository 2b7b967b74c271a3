package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Hosts an operation on a console, turn by turn. */
final class ConsoleHost {

    private final PrintStream console;
    private final ConsoleLines lines = new ConsoleLines();

    ConsoleHost(PrintStream console) {
        this.console = console;
    }

    /** How an operation ended. */
    record Ending(Outcome outcome) {
        boolean isSuccess() {
            return outcome.verdict() == Verdict.SUCCESS;
        }
    }

    Ending play(Operation operation) {
        OperationState state = operation.begin();
        while (true) {
            Turn turn = operation.advance(state).join();
            turn.events().forEach(event -> lines.lines(event).forEach(console::println));
            if (turn.isOver()) {
                lines.lines(turn.outcome()).forEach(console::println);
                return new Ending(turn.outcome());
            }
            state = turn.state();
            await(turn.pause());
        }
    }

    private static void await(Duration pause) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }
}
