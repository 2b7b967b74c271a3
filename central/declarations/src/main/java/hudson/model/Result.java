package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

public final class Result implements Serializable {

    @NonNull
    public static final Result UNSTABLE = Declared.nothing();

    @NonNull
    public static final Result ABORTED = Declared.nothing();

    private Result() {}
}
