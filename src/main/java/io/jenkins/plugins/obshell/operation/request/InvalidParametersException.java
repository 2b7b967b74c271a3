package io.jenkins.plugins.obshell.operation.request;

import java.util.List;

/** Parameters were found that obshell would refuse. Nothing was sent. */
public final class InvalidParametersException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final List<String> problems;

    private InvalidParametersException(List<String> problems) {
        super(String.join(" ", problems));
        this.problems = List.copyOf(problems);
    }

    static void throwIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidParametersException(problems);
        }
    }

    /** {@return a sentence for each wrong parameter} */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
