package io.jenkins.plugins.obshell.operation.result;

/**
 * The end of an operation.
 *
 * @param verdict how it ended
 * @param message why, and what to do next, for a person; no secret in it
 * @param result  what it found or made
 */
public record Outcome(Verdict verdict, String message, OperationResult result) {}
