package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * What an obshell says besides what it should: one that repeats what it was told, or one that means harm.
 *
 * @param text put behind the value of each of the fields
 * @param fields the names of fields of JSON, wherever they stand
 */
public record Additions(String text, Set<String> fields) {

    public static final Additions NONE = new Additions("", Set.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    Reply to(Reply reply) {
        if (fields.isEmpty() || reply == null || !reply.contentType().startsWith("application/json")) {
            return reply;
        }
        try {
            JsonNode answer = JSON.readTree(reply.body());
            add(answer);
            return reply.withBody(Json.text(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String field : fields) {
                JsonNode value = object.get(field);
                if (value != null && value.isValueNode() && !value.isNull()) {
                    object.put(field, value.asText() + " " + text);
                } else if (value instanceof ArrayNode lines) {
                    lines.add(text);
                }
            }
        }
        node.forEach(this::add);
    }
}
