package io.jenkins.plugins.obshell.fuzz;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;

/** An obshell that says what a {@link Script} says, just before a request would go out to the network. */
final class ScriptedObshell implements Interceptor {

    private static final OkHttpClient HTTP = new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(new InlineExecutor()))
            .build();
    private static final String PUBLIC_KEY = KeyPairs.publicKey(KeyPairs.draw(512));
    private static final MediaType JSON = MediaType.get("application/json");

    private final Script script;
    private final Clock clock;
    private final List<Exchange> exchanges = new ArrayList<>();

    ScriptedObshell(Script script, Clock clock) {
        this.script = script;
        this.clock = clock;
    }

    /**
     * A request and what it was answered.
     *
     * @param route  what was asked for
     * @param answer what the script said, or null where it said nothing of it
     * @param body   the answer's body
     */
    record Exchange(Script.Route route, Script.Answer answer, String body) {}

    /** {@return what was asked and answered, the oldest first} */
    List<Exchange> exchanges() {
        return exchanges;
    }

    /** {@return a client that reaches this obshell under two addresses} */
    ObshellClient client() {
        return client(HTTP.newBuilder().addInterceptor(this).build(), clock);
    }

    static ObshellClient client(Interceptor obshell, Clock clock) {
        return client(HTTP.newBuilder().addInterceptor(obshell).build(), clock);
    }

    private static ObshellClient client(OkHttpClient http, Clock clock) {
        return new ObshellClient(
                new HttpTransport(http, Duration.ZERO, Duration.ZERO, clock),
                new EndpointDirectory(List.of(new Endpoint("http", "one", 2886), new Endpoint("http", "two", 2886))),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, "root-password"),
                Locale.ENGLISH);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        Script.Route route = Script.Route.of(
                request.method(), request.url().encodedPath(), request.url().query());
        Script.Answer answer = script.next(route);
        if (answer == null) {
            String ordinary = ordinary(route);
            return ordinary == null
                    ? answer(request, route, null, 404, refusal(404, "Task.NotFound", "none"))
                    : answer(request, route, null, 200, ordinary);
        }
        return switch (answer.kind()) {
            case DATA -> answer(request, route, answer, 200, envelope(answer.text()));
            case REFUSAL -> {
                String[] words = answer.text().split(" ", 3);
                int status = status(words[0], 400);
                yield answer(request, route, answer, status, refusal(status, word(words, 1), word(words, 2)));
            }
            case RAW -> {
                String[] words = answer.text().split(" ", 2);
                yield answer(request, route, answer, status(words[0], 200), word(words, 1));
            }
            case BROKEN -> broken(answer(request, route, answer, 200, envelope(answer.text())));
            case REFUSED -> {
                exchanges.add(new Exchange(route, answer, ""));
                throw new ConnectException("refused");
            }
        };
    }

    private Response answer(Request request, Script.Route route, Script.Answer answer, int status, String body) {
        exchanges.add(new Exchange(route, answer, body));
        return response(request, status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Response response(Request request, int status, byte[] body) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(status)
                .message("")
                .body(ResponseBody.create(body, JSON))
                .build();
    }

    private static Response broken(Response whole) {
        BufferedSource source = Okio.buffer(new ForwardingSource(whole.body().source()) {
            @Override
            public long read(Buffer sink, long count) throws IOException {
                throw new IOException("reset");
            }
        });
        return whole.newBuilder()
                .body(ResponseBody.create(source, JSON, whole.body().contentLength()))
                .build();
    }

    /** What an obshell says where nothing else is wanted of it; null where it knows of nothing. */
    private String ordinary(Script.Route route) {
        return switch (route) {
            case INFO ->
                envelope("{\"ip\":\"10.0.0.1\",\"port\":2886,\"identity\":\"CLUSTER AGENT\",\"version\":\"4.4.2\"}");
            case SECRET -> key();
            case UNFINISHED, ALL_DAGS -> envelope("{\"contents\":[]}");
            case CHANGE -> envelope("null");
            default -> null;
        };
    }

    String key() {
        return envelope("{\"ip\":\"10.0.0.1\",\"port\":2886,\"public_key\":\"" + PUBLIC_KEY + "\"}");
    }

    /** A clock that is right, that falls or leaps with every answer, or that stands where no clock stands. */
    private Instant now() {
        Duration drift = Duration.ofSeconds(45).multipliedBy(exchanges.size());
        return switch (script.option(2)) {
            case 'f' -> clock.instant().minus(drift);
            case 'l' -> clock.instant().plus(drift);
            case 'p' -> Instant.EPOCH.plus(Duration.ofDays(2));
            case 'h' -> Instant.parse("9999-12-31T23:59:59Z");
            default -> clock.instant();
        };
    }

    private String envelope(String data) {
        return "{\"successful\":true,\"timestamp\":\"" + now()
                + "\",\"duration\":1,\"status\":200,\"traceId\":\"aa\",\"data\":" + data + "}";
    }

    private String refusal(int status, String name, String message) {
        return "{\"successful\":false,\"timestamp\":\"" + now() + "\",\"duration\":1,\"status\":" + status
                + ",\"traceId\":\"aa\",\"error\":{\"code\":0,\"errCode\":\"" + name + "\",\"message\":\"" + message
                + "\"}}";
    }

    private static String word(String[] words, int index) {
        return index < words.length ? words[index] : "";
    }

    private static int status(String word, int otherwise) {
        return word.matches("[2-5][0-9]{2}") ? Integer.parseInt(word) : otherwise;
    }
}
