package io.jenkins.plugins.obshell.operation.result;

/**
 * How an operation ended.
 *
 * @param verdict whether it succeeded
 * @param message the reason and what to do next, for people; without secrets
 * @param result  what it found or made
 */
public record Outcome(Verdict verdict, String message, OperationResult result) {

    /**
     * @param changed what it found or made
     * @return the same with another result
     */
    public Outcome with(OperationResult changed) {
        return new Outcome(verdict, message, changed);
    }
}
