package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request is answered with is handed over as it is, and nothing in an answer makes a request go out again. */
class HttpTransportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static int status(String method, MockWebServer server) {
        OkHttpClient http = new OkHttpClient();
        try {
            Request request = new Request.Builder()
                    .url(server.url("/"))
                    .method(method, method.equals("GET") ? null : RequestBody.create(new byte[] {1}))
                    .build();
            Endpoint endpoint = new Endpoint("http", "127.0.0.1", server.getPort());
            TrustSnapshot trust = new TrustSnapshot(null, Set.of(), PATIENCE, PATIENCE);
            return new HttpTransport(http, PATIENCE, PATIENCE, Clock.systemUTC())
                    .send(endpoint, request, trust, () -> SecretMask.NONE)
                    .join()
                    .status();
        } finally {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 503", "PATCH, 503", "POST, 408", "POST, 421", "POST, 401", "POST, 307", "POST, 308", "GET, 503"})
    void noAnswerMakesARequestGoOutAgain(String method, int status) throws IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            for (int code : new int[] {status, 200}) {
                server.enqueue(new MockResponse.Builder()
                        .code(code)
                        .addHeader("Retry-After", "0")
                        .addHeader("Location", "/elsewhere")
                        .addHeader("WWW-Authenticate", "Basic realm=\"x\"")
                        .build());
            }

            assertEquals(status, status(method, server));

            assertEquals(1, server.getRequestCount());
        }
    }
}
