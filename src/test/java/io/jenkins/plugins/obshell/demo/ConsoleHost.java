package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Hosts operations on a console, turn by turn, and prints what a step prints. */
final class ConsoleHost {

    private final PrintStream console;
    private final Consumer<Duration> waiting;
    private final ConsoleLines lines = new ConsoleLines();

    /**
     * @param console where to print
     * @param waiting lets so much time pass
     */
    ConsoleHost(PrintStream console, Consumer<Duration> waiting) {
        this.console = console;
        this.waiting = waiting;
    }

    Outcome play(Operation operation, boolean isBackup) {
        OperationState state = operation.begin();
        while (true) {
            Turn turn = operation.advance(state).join();
            turn.events().forEach(event -> print(lines.lines(event)));
            if (turn.isOver()) {
                print(lines.lines(turn.outcome()));
                print(isBackup ? lines.restore(turn.outcome()) : List.of());
                return turn.outcome();
            }
            state = turn.state();
            waiting.accept(turn.pause());
        }
    }

    private void print(List<String> text) {
        text.forEach(console::println);
    }
}
