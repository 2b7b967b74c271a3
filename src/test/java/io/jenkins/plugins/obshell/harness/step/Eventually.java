package io.jenkins.plugins.obshell.harness.step;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for what another thread does. */
final class Eventually {

    private static final int SECONDS = 120;

    private Eventually() {}

    /** Returns once the condition holds; fails where it does not for two minutes. */
    static void holds(Callable<Boolean> condition) throws Exception {
        CompletableFuture<Void> held = new CompletableFuture<>();
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        try {
            watch.scheduleWithFixedDelay(() -> look(condition, held), 0, 50, TimeUnit.MILLISECONDS);
            held.get(SECONDS, TimeUnit.SECONDS);
        } finally {
            watch.shutdownNow();
        }
    }

    private static void look(Callable<Boolean> condition, CompletableFuture<Void> held) {
        try {
            if (condition.call()) {
                held.complete(null);
            }
        } catch (Exception e) {
            held.completeExceptionally(e);
        }
    }
}
