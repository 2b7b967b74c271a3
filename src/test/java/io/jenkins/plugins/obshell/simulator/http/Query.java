package io.jenkins.plugins.obshell.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The query of a request, read as Go does. */
record Query(Map<String, String> values) {

    private static final List<String> TRUE = List.of("1", "t", "T", "TRUE", "true", "True");
    private static final List<String> FALSE = List.of("0", "f", "F", "FALSE", "false", "False");

    static Query of(String target) {
        Map<String, String> values = new LinkedHashMap<>();
        int start = target.indexOf('?');
        if (start >= 0) {
            for (String pair : target.substring(start + 1).split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.putIfAbsent(decode(name), decode(value));
            }
        }
        return new Query(values);
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Whether details are wanted; a value that is neither true nor false brings the server down for this request. */
    boolean showDetails() {
        String value = get("show_details").orElse("true");
        if (TRUE.contains(value) || value.isEmpty()) {
            return true;
        }
        if (FALSE.contains(value)) {
            return false;
        }
        throw new IllegalStateException("The server panics");
    }
}
