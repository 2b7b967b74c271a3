package io.jenkins.plugins.obshell.step;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.DrillPermission;
import io.jenkins.plugins.obshell.step.driver.TurnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Lets as many drills run on a cluster at a time as its administrator allows. It knows the drills of this controller since it was
 * started; those that go on after a restart come back by themselves.
 */
@Extension
public final class DrillQueue {

    /** How often it looks whether the limit was changed, or a build has ended without leaving. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private static final Logger LOGGER = Logger.getLogger(DrillQueue.class.getName());

    /** Those that run, and after them those that wait. */
    private final List<Entry> entries = new ArrayList<>();

    private boolean looking;

    private record Entry(ClusterChoice cluster, Run<?, ?> run, String id, CompletableFuture<Void> turn) {}

    /** {@return the one of this controller} */
    static DrillQueue get() {
        return ExtensionList.lookupSingleton(DrillQueue.class);
    }

    /**
     * Gets in line.
     *
     * @param cluster the cluster
     * @param run     the build
     * @param id      the id of the drill in the build
     * @return is completed once the drill may run; cancelled if it leaves before
     */
    CompletableFuture<Void> enter(ClusterChoice cluster, Run<?, ?> run, String id) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        synchronized (this) {
            entries.add(new Entry(cluster, run, id, turn));
        }
        admit();
        return turn;
    }

    /** Takes the place again that the drill had before a restart of the controller. */
    synchronized void reenter(ClusterChoice cluster, Run<?, ?> run, String id) {
        entries.add(0, new Entry(cluster, run, id, CompletableFuture.completedFuture(null)));
    }

    /**
     * @param cluster the cluster
     * @param run     the build
     * @param ids     the ids of some of its steps
     * @return whether one of them is a drill on the cluster that runs or waits
     */
    synchronized boolean holds(ClusterChoice cluster, Run<?, ?> run, Collection<String> ids) {
        return entries.stream()
                .anyMatch(entry ->
                        entry.cluster().equals(cluster) && entry.run().equals(run) && ids.contains(entry.id()));
    }

    /** Makes room for the next one. */
    void leave(Run<?, ?> run, String id) {
        synchronized (this) {
            entries.stream()
                    .filter(entry -> entry.run().equals(run) && entry.id().equals(id))
                    .forEach(entry -> entry.turn().cancel(false));
            entries.removeIf(entry -> entry.run().equals(run) && entry.id().equals(id));
        }
        admit();
    }

    private void admit() {
        List<Entry> admitted = new ArrayList<>();
        boolean someWait;
        synchronized (this) {
            entries.removeIf(entry -> !entry.run().isBuilding());
            Map<ClusterChoice, Integer> before = new HashMap<>();
            for (Entry entry : entries) {
                int running = before.merge(entry.cluster(), 1, Integer::sum);
                if (running <= new DrillPermission(entry.cluster()).maxConcurrent()) {
                    admitted.add(entry);
                }
            }
            someWait = admitted.size() < entries.size();
        }
        admitted.forEach(entry -> entry.turn().complete(null));
        if (someWait) {
            lookAgain();
        }
    }

    private synchronized void lookAgain() {
        if (looking) {
            return;
        }
        try {
            TurnThreads.get().schedule(this::look, LOOK_AGAIN);
            looking = true;
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Nobody waits any more, because the controller goes down", e);
        }
    }

    private void look() {
        synchronized (this) {
            looking = false;
        }
        admit();
    }
}
