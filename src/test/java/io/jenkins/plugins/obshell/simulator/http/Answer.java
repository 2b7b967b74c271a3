package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;

/** What a route answers with: data, or nothing. */
public record Answer(JsonNode data) {

    private static final Answer NO_CONTENT = new Answer(null);

    static Answer nothing() {
        return new Answer(null);
    }

    /** Not even an envelope: 204. */
    static Answer noContent() {
        return NO_CONTENT;
    }

    boolean isNoContent() {
        return this == NO_CONTENT;
    }
}
