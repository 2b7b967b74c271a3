package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.cluster.ClusterConnector;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.operation.ClusterStatusReader;
import io.jenkins.plugins.obshell.operation.result.ClusterStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The last reading of each cluster, in memory only. A cluster is read when somebody asks for it, never by itself, and not
 * twice at a time.
 */
@Extension
public final class ClusterReadings {

    private static final Logger LOGGER = Logger.getLogger(ClusterReadings.class.getName());

    /** The most clusters whose readings are kept; the least recently used ones are dropped. */
    private static final int MOST_CLUSTERS = 20;

    private final Clock clock = Clock.systemUTC();
    private final Map<Known, ClusterReading> last = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Known, Running> running = new LinkedHashMap<>();

    /** The key of a reading. A cluster of the same name with other endpoints is another one. */
    private record Known(String name, List<String> endpoints) {

        static Known of(ObshellCluster cluster) {
            return new Known(cluster.getName(), cluster.getEndpoints());
        }
    }

    private record Running(Instant since, CompletableFuture<Void> end) {}

    /** {@return the one of this controller} */
    @NonNull
    public static ClusterReadings get() {
        return ExtensionList.lookupSingleton(ClusterReadings.class);
    }

    /** {@return the last reading of a cluster, or null} */
    @Nullable
    synchronized ClusterReading last(ObshellCluster cluster) {
        return last.get(Known.of(cluster));
    }

    /** {@return since when a cluster is being read, or null if it is not} */
    @Nullable
    synchronized Instant runningSince(ObshellCluster cluster) {
        Running reading = running.get(Known.of(cluster));
        return reading == null ? null : reading.since();
    }

    /**
     * Reads a cluster, or waits for the reading that is under way. The caller must have checked the permission.
     *
     * @param cluster  a configured cluster
     * @param patience how long to wait; the reading continues after that
     */
    void refresh(ObshellCluster cluster, Duration patience) {
        Known known = Known.of(cluster);
        Running mine = new Running(clock.instant(), new CompletableFuture<>());
        Running reading;
        synchronized (this) {
            reading = running.computeIfAbsent(known, key -> mine);
        }
        if (reading == mine) {
            begin(cluster).whenComplete((read, error) -> {
                ended(known, error == null ? read : defective(cluster, error));
                mine.end().complete(null);
            });
        }
        try {
            reading.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.log(Level.FINE, "The reading of a cluster continues", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ended(Known known, ClusterReading reading) {
        running.remove(known);
        last.put(known, reading);
        if (last.size() > MOST_CLUSTERS) {
            last.remove(last.keySet().iterator().next());
        }
    }

    /** Searches the builds on this thread while obshell is asked. */
    private CompletableFuture<ClusterReading> begin(ObshellCluster cluster) {
        try {
            CompletableFuture<ClusterStatus> read =
                    new ClusterStatusReader(ClusterConnector.get().connect(cluster), clock).read();
            BackupBuilds builds = BackupBuilds.search(cluster.getName());
            return read.thenApply(status -> new ClusterReading(clock.instant(), status, null, builds))
                    .exceptionallyCompose(error -> Futures.unwrap(error) instanceof ObshellException failure
                            ? CompletableFuture.completedFuture(failed(cluster, failure.getMessage()))
                            : CompletableFuture.failedFuture(error));
        } catch (AbortException e) {
            return CompletableFuture.completedFuture(failed(cluster, e.getMessage()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ClusterReading failed(ObshellCluster cluster, String why) {
        return new ClusterReading(clock.instant(), null, String.valueOf(why), new BackupBuilds(cluster.getName()));
    }

    private ClusterReading defective(ObshellCluster cluster, Throwable error) {
        LOGGER.log(Level.WARNING, error, () -> "A defect ended the reading of the cluster " + cluster.getName());
        return failed(cluster, Messages.ClusterReadings_defect());
    }
}
