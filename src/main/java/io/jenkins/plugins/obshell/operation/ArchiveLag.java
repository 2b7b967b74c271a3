package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupInfo;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Judges how far the archived log of each of several tenants lags behind. */
final class ArchiveLag {

    /** Of how many tenants the archive is reported in the console. */
    private static final int MOST_REPORTED = 10;

    private final TurnBasedOperation operation;
    private final ObshellClient client;
    private final Duration most;

    /**
     * @param operation what judges it
     * @param most      how far the archived log may lag behind
     */
    ArchiveLag(TurnBasedOperation operation, Duration most) {
        this.operation = operation;
        this.client = operation.context().client();
        this.most = most;
    }

    /**
     * What was found, of the tenants whose log lags the furthest behind first.
     *
     * @param problems a sentence for each of the first that lag too far behind, and one for the rest
     * @param events   the states of the first archives
     */
    record Found(List<String> problems, List<ProgressEvent> events) {}

    /**
     * What the archive of one tenant shows.
     *
     * @param lag     how far it lags behind; null if there is none, or none that goes on
     * @param problem what is wrong with it, or null
     */
    private record Look(@Nullable Duration lag, @Nullable String problem, List<ArchiveState> archive) {

        private static final Comparator<Look> WORST_FIRST = Comparator.comparing(
                        Look::lag, Comparator.nullsLast(Comparator.naturalOrder()))
                .reversed();

        static Look unknown() {
            return new Look(null, Messages.ArchiveLag_unknown(), List.of());
        }
    }

    /** Reads the archives of the tenants with these names. A tenant that was dropped meanwhile has none. */
    CompletableFuture<Found> of(List<String> tenants) {
        CompletableFuture<List<Look>> looks = CompletableFuture.completedFuture(new ArrayList<>());
        for (String tenant : tenants) {
            looks = looks.thenCompose(list -> isUnreported(list)
                    ? CompletableFuture.completedFuture(list)
                    : look(tenant, tenants.size() > 1).thenApply(look -> {
                        if (look != null) {
                            list.add(look);
                        }
                        return list;
                    }));
        }
        return looks.thenApply(this::found);
    }

    /** An obshell that does not report the archive of one tenant reports that of none. */
    private static boolean isUnreported(List<Look> looks) {
        return looks.size() == 1 && looks.get(0).equals(Look.unknown());
    }

    private CompletableFuture<Look> look(String tenant, boolean mayBeDropped) {
        CompletableFuture<Look> look = NotFound.orElse(client.backupInfo(tenant), null)
                .thenCompose(info -> info == null
                        ? CompletableFuture.completedFuture(Look.unknown())
                        : NotFound.orElse(client.archiveTasks(tenant), null)
                                .thenApply(rounds -> look(
                                        tenant,
                                        info,
                                        rounds == null
                                                ? List.of()
                                                : ArchiveStates.of(tenant, rounds, info, operation.serverNow()))));
        return mayBeDropped ? Futures.orElse(look, Overview::isDroppedTenant, null) : look;
    }

    private Look look(String tenant, BackupInfo info, List<ArchiveState> archive) {
        if (info.archiveLogCheckpoint() == null) {
            return new Look(null, Messages.ArchiveLag_noArchive(tenant), archive);
        }
        double seconds = info.archiveLogDelay() == null ? 0 : info.archiveLogDelay();
        Duration lag = Duration.ofSeconds((long) Math.ceil(seconds));
        if (lag.compareTo(most) > 0) {
            return new Look(
                    lag, Messages.ArchiveLag_tooLong(tenant, Durations.format(lag), Durations.format(most)), archive);
        }
        return archive.stream().anyMatch(ArchiveState::isHalted)
                ? new Look(null, Messages.ArchiveLag_halted(tenant), archive)
                : new Look(lag, null, archive);
    }

    private Found found(List<Look> looks) {
        List<Look> worstFirst = looks.stream().sorted(Look.WORST_FIRST).toList();
        List<ArchiveState> archives =
                worstFirst.stream().flatMap(look -> look.archive().stream()).toList();
        if (!archives.isEmpty()) {
            operation.show(new Observation.OfArchive(operation.now(), archives), operation.texts());
        }
        return new Found(problems(worstFirst), events(archives));
    }

    private static List<String> problems(List<Look> worstFirst) {
        List<Look> bad =
                worstFirst.stream().filter(look -> look.problem() != null).toList();
        FirstFew first = FirstFew.of(bad, Look::problem);
        List<String> problems = new ArrayList<>(first.texts());
        if (first.more() > 0) {
            problems.add(Messages.ArchiveLag_more(first.more()));
        }
        return problems;
    }

    private static List<ProgressEvent> events(List<ArchiveState> archives) {
        List<ProgressEvent> events = new ArrayList<>();
        archives.stream()
                .limit(MOST_REPORTED)
                .forEach(archive -> events.add(new ProgressEvent.ArchiveReported(archive)));
        if (archives.size() > MOST_REPORTED) {
            events.add(new ProgressEvent.MoreArchives(archives.size() - MOST_REPORTED));
        }
        return events;
    }
}
