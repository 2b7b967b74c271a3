package io.jenkins.plugins.obshell.report;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.Observation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Everything that the pages and the REST API can show of an operation, as one text. */
public final class ShownOperation {

    private ShownOperation() {}

    /**
     * @param operation what the build stores
     * @param observed  what was observed
     * @param building  whether the build is still running
     * @param now       the time
     * @return the value of each getter, and of the getters of each view that it returns
     */
    public static String text(StoredOperation operation, List<Observation> observed, boolean building, Instant now) {
        ObservedReport report = ObservedReport.EMPTY;
        for (Observation observation : observed) {
            report = report.with(observation);
        }
        StringBuilder text = new StringBuilder(report.toJson()).append('\n');
        add(
                text,
                new OperationView(
                        1, OperationSnapshot.of(operation, ObservedReport.fromJson(report.toJson()), building, now)));
        return text.toString();
    }

    private static void add(StringBuilder text, Object value) {
        if (value instanceof Collection<?> all) {
            all.forEach(one -> add(text, one));
        } else if (value != null && value.getClass().getPackage().equals(OperationView.class.getPackage())) {
            Arrays.stream(value.getClass().getMethods())
                    .filter(ShownOperation::isGetter)
                    .sorted(Comparator.comparing(Method::getName))
                    .forEach(getter -> add(text, got(value, getter)));
        } else {
            text.append(value).append('\n');
        }
    }

    private static boolean isGetter(Method method) {
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && !method.getDeclaringClass().equals(Object.class)
                && method.getName().matches("(get|is)[A-Z].*");
    }

    private static Object got(Object bean, Method getter) {
        try {
            getter.setAccessible(true);
            return getter.invoke(bean);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(getter.toString(), e);
        }
    }
}
