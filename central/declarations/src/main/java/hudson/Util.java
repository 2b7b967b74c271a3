package hudson;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;

public class Util {

    private Util() {}

    @NonNull
    public static String rawEncode(@NonNull String s) {
        return Declared.answer();
    }

    @CheckForNull
    public static String fixEmptyAndTrim(@CheckForNull String s) {
        return Declared.answer();
    }
}
