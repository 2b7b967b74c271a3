package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Writes the exchanges with obshell into a file, one JSON object a line, for bug reports and for the tests of the simulator.
 * It writes no header with a seal, and {@code ****} in place of passwords, access keys and agent keys. Names of tenants and
 * hosts, and paths, stay.
 */
public final class ExchangeRecorder implements Interceptor, AutoCloseable {

    private static final Set<String> SECRET_FIELDS = Set.of("password", "encryption", "public_key");
    private static final String STARS = "****";

    private final List<Endpoint> endpoints;
    private final Supplier<SecretMask> secrets;
    private final PrintWriter file;
    private final ObjectMapper json = Json.mapper();

    /**
     * @param file      where to write; a file that exists is written anew
     * @param endpoints the obshells, of which the first is {@code agent1}
     * @param secrets   masks what else must not be written
     * @throws IOException if the file cannot be written
     */
    public ExchangeRecorder(Path file, List<Endpoint> endpoints, Supplier<SecretMask> secrets) throws IOException {
        this.endpoints = List.copyOf(endpoints);
        this.secrets = secrets;
        this.file = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        try {
            Response response = chain.proceed(request);
            write(request, "", answer(response));
            return response;
        } catch (IOException e) {
            write(request, "no response: " + e, NullNode.getInstance());
            throw e;
        }
    }

    /** Closes the file. */
    @Override
    public void close() {
        file.close();
    }

    private JsonNode answer(Response response) {
        return json.createObjectNode()
                .put("status", response.code())
                .put("contentType", response.header("Content-Type", ""))
                .set("body", body(response));
    }

    private JsonNode body(Response response) {
        try {
            return read(response.peekBody(ResponseLimits.MOST_BYTES).string());
        } catch (IOException e) {
            return TextNode.valueOf("unreadable: " + e);
        }
    }

    private JsonNode read(String text) {
        try {
            JsonNode body = json.readTree(text);
            return body.isMissingNode() ? NullNode.getInstance() : body;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }

    private void write(Request request, String note, JsonNode response) {
        HttpUrl url = request.url();
        ApiRequest sealed = request.tag(ApiRequest.class);
        JsonNode body =
                sealed == null || sealed.body() == null ? NullNode.getInstance() : json.valueToTree(sealed.body());
        ObjectNode line = json.createObjectNode().put("server", server(url)).put("note", note);
        line.putObject("request")
                .put("method", request.method())
                .put("uri", url.encodedPath() + (url.encodedQuery() == null ? "" : "?" + url.encodedQuery()))
                .put("encrypted", isSealed(request))
                .put("acceptLanguage", request.header("Accept-Language"))
                .set("body", body);
        line.set("response", response);
        file.println(masked("", line, secrets.get()));
    }

    private String server(HttpUrl url) {
        return "agent" + (endpoints.indexOf(new Endpoint(url.scheme(), url.host(), url.port())) + 1);
    }

    private static boolean isSealed(Request request) {
        return Stream.of(PasswordKind.values()).anyMatch(kind -> request.header(kind.headerName()) != null);
    }

    private JsonNode masked(String name, JsonNode value, SecretMask mask) {
        if (value.isTextual()) {
            return TextNode.valueOf(SECRET_FIELDS.contains(name) ? STARS : mask.mask(value.asText()));
        }
        if (value.isArray()) {
            ArrayNode elements = json.createArrayNode();
            value.forEach(element -> elements.add(masked("", element, mask)));
            return elements;
        }
        if (value.isObject()) {
            ObjectNode fields = json.createObjectNode();
            value.properties()
                    .forEach(field -> fields.set(field.getKey(), masked(field.getKey(), field.getValue(), mask)));
            return fields;
        }
        return value;
    }
}
