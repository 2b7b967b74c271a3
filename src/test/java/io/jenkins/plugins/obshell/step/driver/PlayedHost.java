package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A host that keeps everything, for the test to look at. */
final class PlayedHost implements OperationHost {

    /** Storing, which can fail. */
    interface Store {
        void accept(StoredOperation operation) throws IOException;
    }

    final List<String> console = new ArrayList<>();
    final List<StoredOperation> stores = new ArrayList<>();
    StoredOperation stored = new StoredOperation("1", "obshellBackup", "prod", "tenant1");
    Outcome outcome;
    Throwable defect;
    boolean waiting = true;
    IOException doubt;
    boolean moved;
    String leftBehind = "";
    IOException refusal;
    Consumer<String> cancel;
    Store beforeStore = ignored -> {};
    Function<Journal, Operation> operation;

    PlayedHost(Function<Journal, Operation> operation) {
        this.operation = operation;
    }

    String text() {
        return String.join("\n", console);
    }

    @Override
    public String title() {
        return "Backup of tenant1 on prod";
    }

    @Override
    public boolean isWaiting() throws IOException {
        if (doubt != null) {
            throw doubt;
        }
        return waiting;
    }

    @Override
    public StoredOperation recall() {
        return stored;
    }

    @Override
    public void store(StoredOperation changed) throws IOException {
        beforeStore.accept(changed);
        stored = changed;
        stores.add(changed);
    }

    @Override
    public Operation connect(Journal journal) throws IOException {
        if (refusal != null) {
            throw refusal;
        }
        return operation.apply(journal);
    }

    @Override
    public void offerCancel(Consumer<String> offered) {
        cancel = offered;
    }

    @Override
    public boolean hasMoved() {
        return moved;
    }

    @Override
    public String leftBehind() {
        return leftBehind;
    }

    @Override
    public void print(List<String> lines) {
        console.addAll(lines);
    }

    @Override
    public void complete(Outcome end) {
        if (outcome != null || defect != null) {
            throw new AssertionError("Ended twice");
        }
        outcome = end;
    }

    @Override
    public void fail(Throwable error) {
        if (outcome != null || defect != null) {
            throw new AssertionError("Ended twice");
        }
        defect = error;
    }
}
