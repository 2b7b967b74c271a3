package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.cluster.ControllerHttp;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.OkHttpClient;

/** What a controller has one of: the threads for turns and the HTTP client. */
final class Controller {

    private final AtomicInteger threadCount = new AtomicInteger();
    private final ScheduledExecutorService threads = TurnThreads.pool(task -> {
        Thread thread = new Thread(task, "obshell-step-" + threadCount.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });
    private final OkHttpClient client = ControllerHttp.client();
    private final TlsClients http = new TlsClients(client);
    private final Map<String, EndpointDirectory> directories = new ConcurrentHashMap<>();
    private final LongAdder looks = new LongAdder();

    TlsClients http() {
        return http;
    }

    EndpointDirectory directory(String endpoint) {
        return directories.computeIfAbsent(
                endpoint, ignored -> new EndpointDirectory(List.of(Endpoint.parse(endpoint))));
    }

    ScheduledFuture<?> schedule(Runnable task, Duration wait) {
        return threads.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    Executor threads() {
        return threads;
    }

    void printed(List<String> lines) {
        if (lines.stream().anyMatch(line -> line.contains("lost"))) {
            System.err.println(lines);
        }
    }

    /** {@return the operation, with its turns counted} */
    Operation counted(Operation operation) {
        return new Operation() {
            @Override
            public OperationState begin() {
                return operation.begin();
            }

            @Override
            public CompletableFuture<Turn> advance(OperationState state) {
                return operation.advance(state).whenComplete((turn, error) -> looks.increment());
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

    /** {@return how many turns have ended} */
    long looks() {
        return looks.sum();
    }
}
