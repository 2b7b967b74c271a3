package io.jenkins.plugins.obshell.simulator.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** One method and path of the API. Path parts in braces are variable. */
public record Route(String method, String[] parts, Access access, Handler handler) {

    /** Who may use a route. */
    enum Access {
        OPEN,
        VERIFIED
    }

    /** What a route does. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Exchange exchange) throws ObshellException;
    }

    static Route of(String method, String path, Access access, Handler handler) {
        return new Route(method, path.split("/", -1), access, handler);
    }

    /** The variable parts when the request fits, else null. */
    Map<String, String> match(String wantedMethod, String[] wanted) {
        if (!method.equals(wantedMethod) || wanted.length != parts.length) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].startsWith("{")) {
                if (wanted[i].isEmpty()) {
                    return null;
                }
                variables.put(parts[i].substring(1, parts[i].length() - 1), wanted[i]);
            } else if (!parts[i].equals(wanted[i])) {
                return null;
            }
        }
        return variables;
    }
}
