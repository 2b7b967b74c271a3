package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Changes every text that a record holds, itself or in records, lists and maps, so that none can be forgotten. For one
 * thread at a time.
 */
public final class RecordTextMapper {

    private final UnaryOperator<String> change;

    /** Thousands of tenants have the same. */
    private final Map<Class<?>, Shape> shapes = new HashMap<>();

    /** @param change what to do with each text */
    public RecordTextMapper(UnaryOperator<String> change) {
        this.change = change;
    }

    /** The same record with other texts; null for null. */
    public <T> T changed(@Nullable T value) {
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
        Shape shape = shapes.computeIfAbsent(fields.getClass(), Shape::of);
        Object[] values = new Object[shape.accessors().size()];
        try {
            for (int i = 0; i < values.length; i++) {
                values[i] = any(shape.accessors().get(i).invoke(fields));
            }
            return shape.constructor().newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How to take a record apart and to make it anew. */
    private record Shape(List<Method> accessors, Constructor<?> constructor) {

        static Shape of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            List<Method> accessors =
                    Arrays.stream(components).map(RecordComponent::getAccessor).toList();
            accessors.forEach(accessor -> accessor.setAccessible(true));
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
                return new Shape(accessors, constructor);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
