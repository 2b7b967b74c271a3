package hudson;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;

public class Util {

    private Util() {}

    @CheckForNull
    public static String fixEmptyAndTrim(@CheckForNull String s) {
        return Declared.answer();
    }
}
