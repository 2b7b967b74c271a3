package hudson.util;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

public final class Secret implements Serializable {

    private Secret() {}

    @NonNull
    public String getPlainText() {
        return Declared.answer();
    }
}
