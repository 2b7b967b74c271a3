package io.jenkins.plugins.obshell.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to be the same in two answers: the HTTP status, the content type, the names of all fields, the kind of each
 * value, the values of those fields that follow from the request and the state of the cluster, and the lines of logs but
 * for the numbers in them.
 */
record AnswerShape(SortedMap<String, SortedSet<String>> kinds) {

    /** Fields whose values are compared as they are. */
    private static final Set<String> VALUES = Set.of(
            "code",
            "errCode",
            "execute_times",
            "identity",
            "maintenance_key",
            "maintenance_type",
            "max_stage",
            "message",
            "name",
            "obState",
            "obVersion",
            "operator",
            "security",
            "stage",
            "state",
            "status",
            "successful",
            "underMaintenance",
            "version");

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)";

    /** Fields of lists of things that differ in number: only the union of their fields and kinds is compared. */
    private static final Set<String> LISTS = Set.of("contents", "statuses");

    static AnswerShape of(int status, String contentType, JsonNode body) {
        AnswerShape shape = new AnswerShape(new TreeMap<>());
        shape.put("HTTP status", String.valueOf(status));
        shape.put("content type", contentType);
        shape.add("", "", body, true);
        return shape;
    }

    private void put(String path, String kind) {
        kinds.computeIfAbsent(path, key -> new TreeSet<>()).add(kind);
    }

    private void add(String path, String name, JsonNode value, boolean exact) {
        put(path, kind(name, value, exact));
        value.properties().forEach(field -> add(path + "." + field.getKey(), field.getKey(), field.getValue(), exact));
        boolean list = LISTS.contains(name);
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            String index = list || value.get(i).isValueNode() ? "[]" : "[" + i + "]";
            add(path + index, name, value.get(i), exact && !list);
        }
    }

    private static String kind(String name, JsonNode value, boolean exact) {
        if (exact && VALUES.contains(name) && value.isValueNode()) {
            return value.toString();
        }
        if (!value.isTextual()) {
            return value.getNodeType().toString();
        }
        String text = value.asText();
        return switch (name) {
            case "traceId" -> text.isEmpty() ? "no trace" : text.matches("[0-9a-f]{16}") ? "trace" : text;
            case "id" -> text.matches("1\\d+") ? "id" : text.matches("22130706433\\d{6,}") ? "local id" : text;
            case "task_logs" -> text.replaceAll("\\d+", "0");
            default -> text.matches(TIME) ? "time" : "STRING";
        };
    }

    /** What differs in another answer, one difference a line; empty if nothing does. */
    List<String> differences(AnswerShape other) {
        SortedSet<String> paths = new TreeSet<>(kinds.keySet());
        paths.addAll(other.kinds.keySet());
        List<String> differences = new ArrayList<>();
        for (String path : paths) {
            if (!Objects.equals(kinds.get(path), other.kinds.get(path))) {
                differences.add(path + " is " + other.kinds.get(path) + " instead of " + kinds.get(path));
            }
        }
        return differences;
    }
}
