package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.List;

/**
 * What the data of a response is read as.
 *
 * @param type  the Java type
 * @param field the field of the data to read, or null for all of it
 * @param <T>   the Java type
 */
record ResponseType<T>(JavaType type, @Nullable String field) {

    static <T> ResponseType<T> of(Class<T> type) {
        return new ResponseType<>(Json.mapper().constructType(type), null);
    }

    static <T> ResponseType<T> field(Class<T> type, String field) {
        return new ResponseType<>(Json.mapper().constructType(type), field);
    }

    /** A list, which obshell puts into a field or sends as it is. */
    static <T> ResponseType<List<T>> list(Class<T> element, String field) {
        return new ResponseType<>(Json.mapper().getTypeFactory().constructCollectionType(List.class, element), field);
    }

    boolean isList() {
        return type.isCollectionLikeType();
    }

    JsonNode select(JsonNode data) {
        return field == null || isList() && data.isArray() ? data : data.path(field);
    }
}
