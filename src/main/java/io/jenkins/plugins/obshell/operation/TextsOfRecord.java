package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Changes every text that a record holds, itself or in records, lists and maps, so that none can be forgotten. */
final class TextsOfRecord {

    private final UnaryOperator<String> change;

    TextsOfRecord(UnaryOperator<String> change) {
        this.change = change;
    }

    /** The same record with other texts; null for null. */
    <T> T changed(@Nullable T value) {
        @SuppressWarnings("unchecked") // Each kind of value is replaced by one of the same kind.
        T changed = (T) any(value);
        return changed;
    }

    private Object any(@Nullable Object value) {
        if (value instanceof String text) {
            return change.apply(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::any).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> changed = new LinkedHashMap<>();
            map.forEach((key, entry) -> changed.put(any(key), any(entry)));
            return changed;
        }
        return value instanceof Record fields ? ofRecord(fields) : value;
    }

    private Object ofRecord(Record fields) {
        RecordComponent[] components = fields.getClass().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                values[i] = any(accessor.invoke(fields));
            }
            Constructor<?> constructor = fields.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
