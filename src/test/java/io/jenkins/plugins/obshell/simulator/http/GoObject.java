package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A JSON object as Go reads it into a struct: names in any case, null is absent, a wrong type is an error. */
record GoObject(String struct, JsonNode node) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** What Go would say of JSON that does not fit. */
    static final class MismatchException extends Exception {

        private static final long serialVersionUID = 1L;

        MismatchException(String message) {
            super(message);
        }
    }

    static GoObject read(String struct, String json) throws MismatchException {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MismatchException("EOF");
        }
        if (node.isMissingNode()) {
            throw new MismatchException("EOF");
        }
        if (!node.isObject() && !node.isNull()) {
            throw new MismatchException("json: cannot unmarshal " + kind(node) + " into Go value of type " + struct);
        }
        return new GoObject(struct, node);
    }

    Optional<String> string(String name) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw mismatch(value, name, "string");
        }
        return Optional.of(value.textValue());
    }

    Optional<Integer> integer(String name) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw mismatch(value, name, "int");
        }
        return Optional.of(value.intValue());
    }

    Optional<Long> longInteger(String name) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw mismatch(value, name, "int64");
        }
        return Optional.of(value.longValue());
    }

    Optional<List<String>> strings(String name) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw mismatch(value, name, "[]string");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual()) {
                throw mismatch(element, name, "string");
            }
            texts.add(element.textValue());
        }
        return Optional.of(texts);
    }

    Optional<List<GoObject>> objects(String name, String innerStruct) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isArray()) {
            throw mismatch(value, name, "[]" + innerStruct);
        }
        List<GoObject> objects = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isObject()) {
                throw mismatch(element, name, innerStruct);
            }
            objects.add(new GoObject(innerStruct, element));
        }
        return Optional.of(objects);
    }

    Optional<Boolean> bool(String name) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw mismatch(value, name, "bool");
        }
        return Optional.of(value.booleanValue());
    }

    Optional<byte[]> bytes(String name) throws MismatchException {
        Optional<String> text = string(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text.get()));
        } catch (IllegalArgumentException e) {
            throw new MismatchException("illegal base64 data at input byte 0");
        }
    }

    Optional<GoObject> object(String name, String innerStruct) throws MismatchException {
        JsonNode value = field(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw mismatch(value, name, innerStruct);
        }
        return Optional.of(new GoObject(innerStruct, value));
    }

    private JsonNode field(String name) {
        JsonNode found = null;
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                found = entry.getValue();
            }
        }
        return found == null || found.isNull() ? null : found;
    }

    private MismatchException mismatch(JsonNode value, String name, String type) {
        String shown = value.isNumber() && type.equals("int") ? "number " + value.asText() : kind(value);
        String embedded =
                struct.endsWith("BackupConfigParam") && !name.endsWith("base_uri") ? "BaseBackupConfigParam." : "";
        return new MismatchException("json: cannot unmarshal " + shown + " into Go struct field " + struct + "."
                + embedded + name + " of type " + type);
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            default -> "object";
        };
    }
}
