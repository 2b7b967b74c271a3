package io.jenkins.plugins.obshell.build;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was observed of an operation, for the pages of its build. Immutable; each observation makes a new report. It stays
 * within {@link ReportLimits} however long the operation takes and however large the cluster is: samples are thinned, logs
 * are cut to their ends, and failed and running parts are kept before finished ones.
 *
 * @param observedAt     the time of the last observation, or null
 * @param requests       the last requests that started something, oldest first
 * @param dags           the last DAGs as last observed, oldest first
 * @param tenants        the progress of each tenant as last observed
 * @param omittedTenants how many tenants are left out of that list
 * @param samples        the progress of all tenants together over time, oldest first
 * @param archives       the log archives of the tenants as last observed, those that are halted first
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record ObservedReport(
        @Nullable Instant observedAt,
        @NonNull List<Request> requests,
        @NonNull List<DagSnapshot> dags,
        @NonNull List<TenantProgress> tenants,
        int omittedTenants,
        @NonNull List<Sample> samples,
        @NonNull List<ArchiveState> archives)
        implements ObservedReportBuilder.With {

    /** The report of an operation of which nothing was observed yet. */
    public static final ObservedReport EMPTY =
            new ObservedReport(null, List.of(), List.of(), List.of(), 0, List.of(), List.of());

    /** Copies the lists. Null, from stored text without the field, becomes empty. */
    public ObservedReport {
        requests = requests == null ? List.of() : List.copyOf(requests);
        dags = dags == null ? List.of() : List.copyOf(dags);
        tenants = tenants == null ? List.of() : List.copyOf(tenants);
        samples = samples == null ? List.of() : List.copyOf(samples);
        archives = archives == null ? List.of() : List.copyOf(archives);
    }

    /**
     * A request that started something.
     *
     * @param at         when it was sent
     * @param call       the method and the path, such as {@code POST /api/v1/tenant/tenant1/backup}
     * @param parameters the fields of the body; a secret is shown as {@code ****}
     */
    public record Request(
            @Nullable Instant at,
            @Nullable String call,
            @NonNull Map<String, String> parameters) {

        /** Copies the parameters. Null becomes empty. */
        public Request {
            parameters = parameters == null ? Map.of() : new LinkedHashMap<>(parameters);
        }
    }

    /**
     * The progress of all tenants together at one time. Stored as an array of four numbers.
     *
     * @param second        the time in seconds since 1970, by the clock of the controller
     * @param finishTablets the number of tablets copied
     * @param tablets       the number of tablets to copy
     * @param outputBytes   the number of bytes written
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"second", "finishTablets", "tablets", "outputBytes"})
    public record Sample(long second, long finishTablets, long tablets, long outputBytes) {

        /** At the time of the other one. */
        private Sample plus(Sample other) {
            return new Sample(
                    other.second,
                    finishTablets + other.finishTablets,
                    tablets + other.tablets,
                    outputBytes + other.outputBytes);
        }

        private Sample minus(Sample other) {
            return new Sample(
                    second,
                    finishTablets - other.finishTablets,
                    tablets - other.tablets,
                    outputBytes - other.outputBytes);
        }
    }

    /**
     * @param json text from {@link #toJson}
     * @return the report
     * @throws IllegalArgumentException if the text is not such a report
     */
    public static ObservedReport fromJson(@NonNull String json) {
        return StoredJson.read(json, ObservedReport.class);
    }

    /** {@return the report as JSON that takes at most {@link ReportLimits#MOST_STORED} bytes in an XML file} */
    public String toJson() {
        String json = StoredJson.write(this);
        for (ReportLimits limits = ReportLimits.WIDEST;
                ReportLimits.sizeInXml(json) > ReportLimits.MOST_STORED && limits != null;
                limits = limits.narrower()) {
            json = StoredJson.write(within(limits));
        }
        return json;
    }

    private ObservedReport within(ReportLimits limits) {
        return with(it -> it.dags(
                        dags.stream().map(dag -> DagTrimmer.trim(dag, limits)).toList())
                .tenants(tenants.subList(0, Math.min(tenants.size(), limits.tenants())))
                .omittedTenants(omittedTenants + Math.max(0, tenants.size() - limits.tenants()))
                .archives(archives.subList(0, Math.min(archives.size(), limits.tenants()))));
    }

    /**
     * @param observation what was observed
     * @return the report with it added
     */
    public ObservedReport with(@NonNull Observation observation) {
        Instant at = observation.at().truncatedTo(ChronoUnit.SECONDS);
        if (observation instanceof Observation.OfRequest request) {
            return with(it -> it.observedAt(at).requests(requestsWith(at, request)));
        }
        if (observation instanceof Observation.OfDag observed) {
            return with(it -> it.observedAt(at).dags(dagsWith(observed.dag())));
        }
        if (observation instanceof Observation.OfArchive observed) {
            return with(it -> it.observedAt(at).archives(archivesWith(observed.tenants())));
        }
        Observation.OfBackup backup = (Observation.OfBackup) observation;
        return backup.isPart()
                ? with(at, backup.tenants())
                : with(at, backup.tenants(), 0, sample(at, backup.tenants()));
    }

    /** The others stay as they were seen last. One that is left out has ended, and is not seen again. */
    private ObservedReport with(Instant at, List<TenantProgress> seen) {
        Set<String> names = seen.stream().map(TenantProgress::tenant).collect(Collectors.toSet());
        List<TenantProgress> before =
                tenants.stream().filter(known -> names.contains(known.tenant())).toList();
        List<TenantProgress> all = new ArrayList<>(tenants);
        all.removeAll(before);
        all.addAll(seen);
        Sample last = samples.isEmpty() ? new Sample(0, 0, 0, 0) : samples.get(samples.size() - 1);
        return with(at, all, omittedTenants, last.plus(sample(at, seen)).minus(sample(at, before)));
    }

    private ObservedReport with(Instant at, List<TenantProgress> all, int omittedBefore, Sample sample) {
        List<TenantProgress> kept = all.size() <= ReportLimits.MOST_TENANTS ? all : unfinishedFirst(all);
        return with(it -> it.observedAt(at)
                .tenants(kept)
                .omittedTenants(omittedBefore + all.size() - kept.size())
                .samples(samplesWith(sample)));
    }

    private static List<TenantProgress> unfinishedFirst(List<TenantProgress> all) {
        return all.stream()
                .sorted(Comparator.comparing((TenantProgress tenant) -> tenant.percent() >= 100))
                .limit(ReportLimits.MOST_TENANTS)
                .toList();
    }

    private List<Request> requestsWith(Instant at, Observation.OfRequest request) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.parameters().forEach((name, value) -> parameters.put(name, ReportLimits.cut(value)));
        List<Request> all = new ArrayList<>(requests);
        all.add(new Request(at, ReportLimits.cut(request.call()), parameters));
        return all.subList(Math.max(0, all.size() - ReportLimits.MOST_REQUESTS), all.size());
    }

    private List<DagSnapshot> dagsWith(DagSnapshot dag) {
        List<DagSnapshot> all = new ArrayList<>(dags);
        all.removeIf(known -> Objects.equals(known.id(), dag.id()));
        all.add(DagTrimmer.trim(dag, ReportLimits.WIDEST));
        return all.subList(Math.max(0, all.size() - ReportLimits.MOST_DAGS), all.size());
    }

    /** Each look is at the tenants that are still waited for, so the others stay as they were seen last. */
    private List<ArchiveState> archivesWith(List<ArchiveState> seen) {
        Set<String> names = seen.stream().map(ArchiveState::tenant).collect(Collectors.toSet());
        return Stream.concat(
                        archives.stream().filter(known -> !names.contains(known.tenant())),
                        seen.stream().map(ReportLimits::cut))
                .sorted(Comparator.comparing((ArchiveState archive) -> !archive.isHalted()))
                .limit(ReportLimits.MOST_TENANTS)
                .toList();
    }

    private static Sample sample(Instant at, List<TenantProgress> tenantsNow) {
        return new Sample(
                at.getEpochSecond(),
                tenantsNow.stream().mapToLong(TenantProgress::finishTablets).sum(),
                tenantsNow.stream().mapToLong(TenantProgress::tablets).sum(),
                tenantsNow.stream().mapToLong(TenantProgress::outputBytes).sum());
    }

    private List<Sample> samplesWith(Sample sample) {
        List<Sample> all = new ArrayList<>(samples);
        if (!all.isEmpty() && all.get(all.size() - 1).second() >= sample.second()) {
            all.remove(all.size() - 1);
        }
        all.add(sample);
        if (all.size() > ReportLimits.MOST_SAMPLES) {
            all.remove(leastSpaced(all));
        }
        return all;
    }

    /** {@return the index of the inner sample whose neighbours are closest to each other in time} */
    private static int leastSpaced(List<Sample> all) {
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
