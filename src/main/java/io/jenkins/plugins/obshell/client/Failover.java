package io.jenkins.plugins.obshell.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Makes a call to one endpoint after another until one answers for the cluster. */
final class Failover {

    private final EndpointDirectory directory;

    Failover(EndpointDirectory directory) {
        this.directory = directory;
    }

    /**
     * Makes a call.
     *
     * @param request what is called
     * @param send    calls one endpoint
     * @return the first answer, or what best sums up the failures
     */
    <T> CompletableFuture<T> call(ApiRequest request, Function<Endpoint, CompletableFuture<T>> send) {
        return call(request, send, directory.inOrder(), new ArrayList<>());
    }

    private <T> CompletableFuture<T> call(
            ApiRequest request,
            Function<Endpoint, CompletableFuture<T>> send,
            List<Endpoint> endpoints,
            List<ObshellException> failures) {
        Endpoint endpoint = endpoints.get(0);
        List<Endpoint> others = endpoints.subList(1, endpoints.size());
        return send.apply(endpoint)
                .whenComplete((result, error) -> {
                    if (error == null) {
                        directory.answered(endpoint);
                    }
                })
                .exceptionallyCompose(error -> {
                    if (!(Futures.unwrap(error) instanceof ObshellException failure)) {
                        return CompletableFuture.failedFuture(Futures.unwrap(error));
                    }
                    failures.add(failure);
                    if (!others.isEmpty() && mayCallNext(request, failure)) {
                        return call(request, send, others, failures);
                    }
                    if (failure instanceof UntrustedKeyException || failure instanceof ClusterMovedException) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    // A definite refusal answers for the cluster, whatever happened at the endpoints before.
                    boolean answered = !failure.isTransient() && !(isNotFound(failure) && request.askAllIfAbsent());
                    if (answered) {
                        directory.answered(endpoint);
                    }
                    return CompletableFuture.failedFuture(answered ? failure : UnreachableException.summary(failures));
                });
    }

    private static boolean mayCallNext(ApiRequest request, ObshellException failure) {
        if (isNotFound(failure)) {
            return request.askAllIfAbsent();
        }
        return failure.isTransient()
                && !(failure instanceof ClusterMovedException)
                && (request.isRead() || !failure.mayHaveArrived());
    }

    private static boolean isNotFound(ObshellException failure) {
        return failure instanceof RefusedException refusal && refusal.isNotFound();
    }
}
