package io.jenkins.plugins.obshell.simulator;

import com.fasterxml.jackson.databind.JsonNode;

/** What a route answers with: data, or nothing. */
record Answer(JsonNode data) {

    static Answer nothing() {
        return new Answer(null);
    }
}
