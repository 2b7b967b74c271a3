package hudson;

import central.declarations.Declared;
import java.util.TreeMap;

public class EnvVars extends TreeMap<String, String> {

    private EnvVars() {}

    public void putIfNotNull(String key, String value) {
        Declared.call();
    }

    public String expand(String s) {
        return Declared.answer();
    }
}
