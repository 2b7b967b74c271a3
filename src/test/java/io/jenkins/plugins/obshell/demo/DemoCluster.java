package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.ExchangeRecorder;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.OperationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okhttp3.OkHttpClient;

/** The cluster to which the demo talks, with the connections to it and the record of what is said. */
final class DemoCluster implements AutoCloseable {

    private final OkHttpClient http;
    private final Optional<ExchangeRecorder> recorder;
    private final OperationContext context;

    /**
     * @param endpoints its obshells
     * @param trust     whom to trust over https
     * @param secrets   the password and the secrets of requests
     * @param record    where to record the exchanges, if anywhere
     * @param clock     the local clock
     * @throws IllegalArgumentException if nothing can be recorded there, with a message for a person
     */
    DemoCluster(List<Endpoint> endpoints, TlsSettings trust, DemoSecrets secrets, Optional<Path> record, Clock clock) {
        recorder = record.map(file -> recorder(file, endpoints, secrets));
        OkHttpClient.Builder builder = new OkHttpClient.Builder();
        recorder.ifPresent(builder::addInterceptor);
        http = builder.build();
        ObshellClient client = new ObshellClient(
                new HttpTransport(
                        new TlsClients(http), () -> trust, Duration.ofSeconds(5), Duration.ofSeconds(30), clock),
                new EndpointDirectory(endpoints),
                secrets::password,
                Locale.getDefault(),
                secrets::known);
        context = new OperationContext(client, clock, state -> {}, secrets, seen -> {});
    }

    private static ExchangeRecorder recorder(Path file, List<Endpoint> endpoints, DemoSecrets secrets) {
        try {
            return new ExchangeRecorder(file, endpoints, secrets::mask);
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** {@return what operations on the cluster work with} */
    OperationContext context() {
        return context;
    }

    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        recorder.ifPresent(ExchangeRecorder::close);
    }
}
