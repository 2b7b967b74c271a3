package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;

/** What a route answers with: data, or nothing. */
public record Answer(JsonNode data) {

    static Answer nothing() {
        return new Answer(null);
    }
}
