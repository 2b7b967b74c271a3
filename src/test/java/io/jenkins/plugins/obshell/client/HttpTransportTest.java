package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static CompletableFuture<HttpReply> get(OkHttpClient http, int port) {
        Endpoint endpoint = new Endpoint("http", "127.0.0.1", port);
        Request request = new Request.Builder().url(endpoint.url()).build();
        TrustSnapshot trust = new TrustSnapshot(null, Set.of(), PATIENCE, PATIENCE);
        return new HttpTransport(http, PATIENCE, PATIENCE, Clock.systemUTC())
                .send(endpoint, request, trust, () -> SecretMask.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\nConnection: keep-alive\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
                "HTTP/1.1 -1 OK\r\n\r\n"
            })
    void aMalformedReplyIsAnErrorOfTheEndpointAndLeavesNoConnectionOpen(String reply) throws Exception {
        OkHttpClient http = new OkHttpClient();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<HttpReply> answer = get(http, server.getLocalPort());
            try (Socket connection = server.accept()) {
                connection.setSoTimeout((int) PATIENCE.toMillis());
                connection.getInputStream().read(new byte[8192]);
                connection.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));

                Throwable failure =
                        assertThrows(CompletionException.class, answer::join).getCause();
                assertTrue(assertInstanceOf(ObshellException.class, failure).isTransient(), failure.getMessage());

                assertEquals(-1, connection.getInputStream().read(), "closed by the client");
            }
        } finally {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }
}
