package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What one operation writes to the console of its build. A console that cannot be written to ends no operation. */
final class OperationConsole {

    private static final Logger LOGGER = Logger.getLogger(OperationConsole.class.getName());

    private final OperationHost host;
    private final ConsoleLines lines = new ConsoleLines();

    /** @param host whose console it is */
    OperationConsole(OperationHost host) {
        this.host = host;
    }

    void begun() {
        print(lines.title(host.title()));
    }

    void happened(List<ProgressEvent> events) {
        events.forEach(event -> print(lines.lines(event)));
    }

    void ended(Outcome outcome, boolean isBackup) {
        print(lines.lines(outcome));
        List<String> restore = isBackup ? lines.restore(outcome) : List.of();
        if (!restore.isEmpty()) {
            print(restore);
        }
    }

    void print(String line) {
        print(List.of(line));
    }

    private void print(List<String> text) {
        try {
            host.print(text);
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not write to the console of a build", e);
        }
    }
}
