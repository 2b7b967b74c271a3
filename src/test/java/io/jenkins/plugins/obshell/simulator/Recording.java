package io.jenkins.plugins.obshell.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One exchange with an obshell. Its passwords are replaced, and its bodies are decrypted.
 *
 * @param line its line in the file, from 1
 * @param agent the index of the agent that was asked
 * @param note what the exchange shows; may be empty
 * @param sealed whether the request carried an encrypted header
 * @param language the Accept-Language of the request; null for none
 * @param body of the request; null for none
 */
record Recording(
        int line,
        int agent,
        String note,
        String method,
        String uri,
        boolean sealed,
        String language,
        String body,
        int status,
        String contentType,
        JsonNode answer) {

    /** All recordings of the real obshell in a file, by their lines. */
    static Map<Integer, Recording> all(String name) throws IOException {
        try (InputStream file = Recording.class.getResourceAsStream("/recordings/" + name)) {
            return read(new InputStreamReader(file, StandardCharsets.UTF_8));
        }
    }

    /** The recordings of a file, by their lines. */
    static Map<Integer, Recording> read(Reader file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<Integer, Recording> recordings = new TreeMap<>();
        List<String> lines = new BufferedReader(file).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            recordings.put(i + 1, of(i + 1, mapper.readTree(lines.get(i))));
        }
        return recordings;
    }

    private static Recording of(int line, JsonNode json) {
        JsonNode request = json.path("request");
        JsonNode response = json.path("response");
        JsonNode body = request.path("body");
        return new Recording(
                line,
                Integer.parseInt(json.path("server").asText().substring("agent".length())) - 1,
                json.path("note").asText(),
                request.path("method").asText(),
                request.path("uri").asText(),
                request.path("encrypted").asBoolean(),
                request.path("acceptLanguage").textValue(),
                body.isNull() ? null : body.isTextual() ? body.asText() : body.toString(),
                response.path("status").asInt(),
                response.path("contentType").asText(),
                response.path("body"));
    }
}
