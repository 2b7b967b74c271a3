package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.cluster.ControllerHttp;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import okhttp3.OkHttpClient;

/** What a controller has one of: the threads for turns, the HTTP client. */
final class Controller {

    private final AtomicInteger threadCount = new AtomicInteger();
    private final ScheduledExecutorService threads = TurnThreads.pool(task -> {
        Thread thread = new Thread(task, "obshell-step-" + threadCount.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });
    private final boolean spreading;
    private final OkHttpClient client = ControllerHttp.client();
    private final TlsClients http = new TlsClients(client);
    private final Map<String, EndpointDirectory> directories = new ConcurrentHashMap<>();
    private final List<Long> lateness = new ArrayList<>();
    private final Set<Operation> answered = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    /** @param spreading whether operations do not all go on at once after a restart */
    Controller(boolean spreading) {
        this.spreading = spreading;
    }

    TlsClients http() {
        return http;
    }

    EndpointDirectory directory(String endpoint) {
        return directories.computeIfAbsent(
                endpoint, ignored -> new EndpointDirectory(List.of(Endpoint.parse(endpoint))));
    }

    Duration spreadAfterRestart() {
        return spreading ? Duration.ofMillis(new SecureRandom().nextInt(10_000)) : Duration.ZERO;
    }

    ScheduledFuture<?> schedule(Runnable task, Duration wait) {
        return threads.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    Executor threads() {
        return threads;
    }

    boolean isClosing() {
        return closing;
    }

    void printed(List<String> lines) {
        if (lines.stream().anyMatch(line -> line.contains("lost"))) {
            System.err.println(lines);
        }
    }

    /** The operation; how long after it was asked for each answer was there is noted. */
    Operation timed(Operation operation, LongSupplier askedFor) {
        return new Operation() {
            @Override
            public OperationState begin() {
                return operation.begin();
            }

            @Override
            public CompletableFuture<Turn> advance(OperationState state) {
                long due = askedFor.getAsLong();
                return operation.advance(state).whenComplete((turn, error) -> {
                    note(System.nanoTime() - due);
                    answered.add(operation);
                });
            }

            @Override
            public OperationState cancel(OperationState state) {
                return operation.cancel(state);
            }

            @Override
            public Outcome abandon(OperationState state) {
                return operation.abandon(state);
            }

            @Override
            public Outcome timeOut(OperationState state) {
                return operation.timeOut(state);
            }
        };
    }

    private void note(long nanos) {
        synchronized (lateness) {
            lateness.add(nanos);
        }
    }

    /** {@return how late answers were since it was asked last, in seconds, the least late first} */
    List<Double> lateness() {
        synchronized (lateness) {
            List<Double> sorted =
                    lateness.stream().map(nanos -> nanos / 1e9).sorted().toList();
            lateness.clear();
            return sorted;
        }
    }

    /** {@return how many operations have had an answer} */
    int answers() {
        return answered.size();
    }

    void close() {
        closing = true;
        threads.shutdownNow();
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
