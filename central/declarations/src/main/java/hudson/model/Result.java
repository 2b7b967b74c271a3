package hudson.model;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

public final class Result implements Serializable {

    @NonNull
    public static final Result UNSTABLE = null;

    @NonNull
    public static final Result FAILURE = null;

    @NonNull
    public static final Result ABORTED = null;

    private Result() {}
}
