package io.jenkins.plugins.obshell.build;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was seen of an operation, for the pages of its build. It never changes; each sighting makes a new one. However long
 * the operation takes and however large the cluster is, it stays small: samples are thinned, logs are cut to their ends, and
 * where there is too much, what failed and what runs goes before what is done.
 *
 * @param seenAt         when something was seen last, or null
 * @param requests       what was sent, the oldest first
 * @param dags           the DAGs as they were seen last, the oldest first
 * @param tenants        how far each tenant is, as seen last
 * @param omittedTenants how many tenants are left out of that list
 * @param samples        how far all were together, the oldest first
 */
public record ObservedReport(
        @Nullable Instant seenAt,
        @NonNull List<Sent> requests,
        @NonNull List<DagSnapshot> dags,
        @NonNull List<TenantProgress> tenants,
        int omittedTenants,
        @NonNull List<Sample> samples) {

    /** The most that the text of a report may take in a build's file. */
    static final int MOST_STORED = 48 * 1024;

    static final int MOST_SAMPLES = 120;
    static final int MOST_TENANTS = 50;

    /** Nothing seen yet. */
    public static final ObservedReport EMPTY = new ObservedReport(null, List.of(), List.of(), List.of(), 0, List.of());

    private static final int MOST_REQUESTS = 4;
    private static final int MOST_DAGS = 3;
    private static final int LONGEST_VALUE = 400;

    /** Copies the lists; null is none. */
    public ObservedReport {
        requests = requests == null ? List.of() : List.copyOf(requests);
        dags = dags == null ? List.of() : List.copyOf(dags);
        tenants = tenants == null ? List.of() : List.copyOf(tenants);
        samples = samples == null ? List.of() : List.copyOf(samples);
    }

    /**
     * What was sent.
     *
     * @param at         when
     * @param call       the method and the path
     * @param parameters the body, without secrets
     */
    public record Sent(
            @Nullable Instant at,
            @Nullable String call,
            @NonNull Map<String, String> parameters) {

        public Sent {
            parameters = parameters == null ? Map.of() : new LinkedHashMap<>(parameters);
        }
    }

    /**
     * How far the backups of all tenants were together at a moment.
     *
     * @param second        when, in seconds since 1970
     * @param finishTablets tablets copied
     * @param tablets       tablets to copy
     * @param outputBytes   bytes written
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"second", "finishTablets", "tablets", "outputBytes"})
    public record Sample(long second, long finishTablets, long tablets, long outputBytes) {}

    /**
     * @param json what {@link #toJson} gave, in this or an older version
     * @return the report
     * @throws IllegalArgumentException where it is no such text
     */
    public static ObservedReport fromJson(@NonNull String json) {
        return StoredJson.read(json, ObservedReport.class);
    }

    /** {@return the report as JSON text that takes at most {@link #MOST_STORED} bytes within XML} */
    public String toJson() {
        String json = StoredJson.write(this);
        for (ReportLimits bounds = ReportLimits.WIDEST;
                ReportLimits.sizeInXml(json) > MOST_STORED && bounds != null;
                bounds = bounds.narrower()) {
            json = StoredJson.write(within(bounds));
        }
        return json;
    }

    private ObservedReport within(ReportLimits bounds) {
        return new ObservedReport(
                seenAt,
                requests,
                dags.stream().map(bounds::of).toList(),
                tenants.subList(0, Math.min(tenants.size(), bounds.tenants())),
                omittedTenants + Math.max(0, tenants.size() - bounds.tenants()),
                samples);
    }

    /** {@return the report with one more sighting} */
    public ObservedReport with(@NonNull Observation sighting) {
        Instant at = sighting.at().truncatedTo(ChronoUnit.SECONDS);
        if (sighting instanceof Observation.OfRequest request) {
            return new ObservedReport(at, sent(at, request), dags, tenants, omittedTenants, samples);
        }
        if (sighting instanceof Observation.OfDag seen) {
            return new ObservedReport(at, requests, seen(seen.dag()), tenants, omittedTenants, samples);
        }
        List<TenantProgress> seen = ((Observation.OfBackup) sighting).tenants();
        List<TenantProgress> most = seen.size() <= MOST_TENANTS ? seen : mostInteresting(seen);
        return new ObservedReport(at, requests, dags, most, seen.size() - most.size(), sampled(at, seen));
    }

    /** Those that are not done go before those that are. */
    private static List<TenantProgress> mostInteresting(List<TenantProgress> seen) {
        return seen.stream()
                .sorted(Comparator.comparing((TenantProgress tenant) -> tenant.percent() >= 100))
                .limit(MOST_TENANTS)
                .toList();
    }

    private List<Sent> sent(Instant at, Observation.OfRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.parameters().forEach((name, value) -> parameters.put(name, cut(value)));
        List<Sent> all = new ArrayList<>(requests);
        all.add(new Sent(at, cut(request.call()), parameters));
        return all.subList(Math.max(0, all.size() - MOST_REQUESTS), all.size());
    }

    private static String cut(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 1) + "…";
    }

    private List<DagSnapshot> seen(DagSnapshot dag) {
        List<DagSnapshot> all = new ArrayList<>(dags);
        all.removeIf(known -> Objects.equals(known.id(), dag.id()));
        all.add(ReportLimits.WIDEST.of(dag));
        return all.subList(Math.max(0, all.size() - MOST_DAGS), all.size());
    }

    private List<Sample> sampled(Instant at, List<TenantProgress> seen) {
        Sample sample = new Sample(
                at.getEpochSecond(),
                seen.stream().mapToLong(TenantProgress::finishTablets).sum(),
                seen.stream().mapToLong(TenantProgress::tablets).sum(),
                seen.stream().mapToLong(TenantProgress::outputBytes).sum());
        List<Sample> all = new ArrayList<>(samples);
        if (!all.isEmpty() && all.get(all.size() - 1).second() >= sample.second()) {
            all.remove(all.size() - 1);
        }
        all.add(sample);
        if (all.size() > MOST_SAMPLES) {
            all.remove(leastMissed(all));
        }
        return all;
    }

    /** Of the inner samples the one between the two that are nearest to each other. */
    private static int leastMissed(List<Sample> all) {
        int least = 1;
        for (int i = 2; i < all.size() - 1; i++) {
            if (gap(all, i) < gap(all, least)) {
                least = i;
            }
        }
        return least;
    }

    private static long gap(List<Sample> all, int i) {
        return all.get(i + 1).second() - all.get(i - 1).second();
    }
}
