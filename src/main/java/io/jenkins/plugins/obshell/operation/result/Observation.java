package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something that was seen or sent in a turn: worth keeping for a page, too frequent or too long for a line. */
public sealed interface Observation {

    /** {@return when, by the clock of the operation} */
    Instant at();

    /**
     * What was sent to start something, without secrets.
     *
     * @param at         when
     * @param call       the method and the path, such as {@code POST /api/v1/tenant/tenant1/backup}
     * @param parameters the body, in its order; a secret is shown as {@code ****}
     */
    record OfRequest(
            @NonNull Instant at,
            @NonNull String call,
            @NonNull Map<String, String> parameters) implements Observation {

        /** Copies the parameters. */
        public OfRequest {
            parameters = parameters == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }
    }

    /**
     * A DAG with its nodes.
     *
     * @param at  when
     * @param dag how it stood
     */
    record OfDag(@NonNull Instant at, @NonNull DagSnapshot dag) implements Observation {}

    /**
     * How far the backups are.
     *
     * @param at      when
     * @param tenants one for each tenant whose backup has begun
     */
    record OfBackup(@NonNull Instant at, @NonNull List<TenantProgress> tenants) implements Observation {

        /** Copies the tenants. */
        public OfBackup {
            tenants = List.copyOf(tenants);
        }
    }
}
