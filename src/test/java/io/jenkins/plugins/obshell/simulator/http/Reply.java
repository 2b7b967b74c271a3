package io.jenkins.plugins.obshell.simulator.http;

import java.util.Map;
import mockwebserver3.MockResponse;

/** A whole answer before anything happens to it on its way. */
public record Reply(int status, String contentType, String body, Map<String, String> headers) {

    public static Reply html(int status, String body) {
        return new Reply(status, "text/html; charset=utf-8", body, Map.of());
    }

    public MockResponse.Builder response() {
        MockResponse.Builder response = new MockResponse.Builder().code(status);
        headers.forEach(response::setHeader);
        response.setHeader("Content-Type", contentType);
        if (status != 204) {
            response.body(body);
        }
        return response;
    }

    public Reply withBody(String other) {
        return new Reply(status, contentType, other, headers);
    }
}
