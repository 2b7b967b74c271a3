package io.jenkins.plugins.obshell.client;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.cluster.ControllerHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One call over an open connection: sealed and decoded as the plugin does it, and bare. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OneCall {

    private static final BackupScope TENANT = BackupScope.tenant("tenant1");
    private static final String KEY = """
            {"successful":true,"timestamp":"2026-11-22T10:03:04.567890123+08:00","duration":1,"status":200,\
            "traceId":"8f2bd7f1c2a94d1e","data":{"ip":"127.0.0.1","port":2886,"public_key":"%s"}}""";
    private static final String OVERVIEW = """
            {"successful":true,"timestamp":"2026-11-22T10:03:04.567890123+08:00","duration":7,"status":200,\
            "traceId":"8f2bd7f1c2a94d1e","data":{"status":{"tenant_id":1002,"task_id":1,"job_id":1,"incarnation":1,\
            "backup_set_id":1,"start_timestamp":"2026-11-22T10:00:00.000000+08:00",\
            "end_timestamp":"0001-01-01T00:00:00Z","status":"BACKUP_USER_DATA","start_scn":1763776980000000000,\
            "end_scn":0,"user_ls_start_scn":1763776980000000000,"encryption_mode":"NONE","input_bytes":21474836480,\
            "output_bytes":8589934592,"output_rate_bytes":104857600,"extra_meta_bytes":0,"tablet_count":1800,\
            "finish_tablet_count":600,"macro_block_count":61440,"finish_macro_block_count":20480,"file_count":82,\
            "meta_turn_id":1,"data_turn_id":1,"result":0,"comment":"","path":"file:///data/backup/tenant/data"}}}""";

    private HttpServer server;
    private OkHttpClient http;
    private ObshellClient obshell;
    private Request bare;

    /** Starts a server that responds at once and decrypts nothing. */
    @Setup
    public void open() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        String key = Sealing.asServed((RSAPublicKey) generator.generateKeyPair().getPublic());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean asksForKey = exchange.getRequestURI().getPath().endsWith("/secret");
            byte[] answer = (asksForKey ? KEY.formatted(key) : OVERVIEW).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Endpoint endpoint =
                Endpoint.parse("http://127.0.0.1:" + server.getAddress().getPort());
        http = ControllerHttp.client();
        TlsClients clients = new TlsClients(http);
        HttpTransport transport = new HttpTransport(
                clients, () -> TlsSettings.JAVA, Duration.ofSeconds(5), Duration.ofSeconds(30), Clock.systemUTC());
        obshell = new ObshellClient(
                transport,
                new EndpointDirectory(List.of(endpoint)),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, "root-password"),
                Locale.ENGLISH);
        bare = new Request.Builder()
                .url(endpoint.url()
                        .newBuilder()
                        .addPathSegments("api/v1/tenant/tenant1/backup/overview")
                        .build())
                .build();
    }

    /** Stops the server and closes the connections. */
    @TearDown
    public void close() {
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
        server.stop(0);
    }

    /** A read of the backup overview: sealed, sent, decoded. */
    @Benchmark
    public Object plugin() {
        return obshell.overview(TENANT).join();
    }

    /** The same request without a password, sent by the same client; the response is read as text. */
    @Benchmark
    public Object bareOkHttp() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        http.newCall(bare).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) throws IOException {
                try (response) {
                    answer.complete(response.body().string());
                }
            }
        });
        return answer.join();
    }
}
