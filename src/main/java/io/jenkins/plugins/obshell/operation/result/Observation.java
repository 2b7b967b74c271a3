package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something that a turn saw or sent, for pages: too frequent or too long for a line in the console. */
public sealed interface Observation {

    /** {@return when, by the local clock} */
    Instant at();

    /**
     * A request that starts something, without secrets.
     *
     * @param at         when it was sent
     * @param call       the method and the path, such as {@code POST /api/v1/tenant/tenant1/backup}
     * @param parameters the fields of the body in their order; a secret is shown as {@code ****}
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
     * @param at  when it was read
     * @param dag its state then
     */
    record OfDag(@NonNull Instant at, @NonNull DagSnapshot dag) implements Observation {}

    /**
     * The log archives of some tenants.
     *
     * @param at      when they were read
     * @param tenants an entry per tenant, or several for a tenant with several rounds
     */
    record OfArchive(@NonNull Instant at, @NonNull List<ArchiveState> tenants) implements Observation {

        /** Copies the tenants. */
        public OfArchive {
            tenants = List.copyOf(tenants);
        }
    }

    /**
     * The progress of the backups.
     *
     * @param at      when it was read
     * @param tenants one entry per tenant whose backup has begun
     * @param isPart  whether there are other tenants, which stay as they were seen last
     */
    record OfBackup(@NonNull Instant at, @NonNull List<TenantProgress> tenants, boolean isPart) implements Observation {

        /** Copies the tenants. */
        public OfBackup {
            tenants = List.copyOf(tenants);
        }

        /** All tenants. */
        public OfBackup(@NonNull Instant at, @NonNull List<TenantProgress> tenants) {
            this(at, tenants, false);
        }

        /** {@return the same of some of the tenants} */
        public OfBackup amongOthers() {
            return new OfBackup(at, tenants, true);
        }
    }
}
