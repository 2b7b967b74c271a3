package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;

/** Reads the JSON envelope in which obshell packs every answer. */
final class EnvelopeReader {

    private final ObjectMapper json;

    EnvelopeReader(ObjectMapper json) {
        this.json = json;
    }

    /**
     * An envelope.
     *
     * @param data      what was asked for; missing where the answer has none
     * @param timestamp the server's clock when it answered, or null
     * @param refusal   the error in it, or null
     */
    record Envelope(JsonNode data, Instant timestamp, RefusedException refusal) {}

    Envelope read(Endpoint endpoint, HttpAnswer answer) throws UnintelligibleAnswerException {
        if (answer.isRedirect()) {
            throw unintelligible(
                    endpoint, answer, UnintelligibleAnswerException.Reason.REDIRECT, String.valueOf(answer.location()));
        }
        if (answer.body().isBlank()) {
            if (answer.isSuccess()) {
                return new Envelope(MissingNode.getInstance(), null, null);
            }
            throw unintelligible(endpoint, answer, UnintelligibleAnswerException.Reason.EMPTY, "");
        }
        JsonNode envelope = parse(endpoint, answer);
        boolean successful = envelope.path("successful").asBoolean(false) && answer.isSuccess();
        if (!envelope.path("successful").isBoolean()
                || !successful && !envelope.path("error").isObject()) {
            throw unintelligible(endpoint, answer, UnintelligibleAnswerException.Reason.WRONG_SHAPE, answer.body());
        }
        Instant timestamp = Json.instant(envelope.path("timestamp").asText(null));
        RefusedException refusal = successful ? null : refusal(endpoint, answer, envelope);
        return new Envelope(envelope.path("data"), timestamp, refusal);
    }

    private JsonNode parse(Endpoint endpoint, HttpAnswer answer) throws UnintelligibleAnswerException {
        try {
            return json.readTree(answer.body());
        } catch (StreamConstraintsException e) {
            throw unintelligible(endpoint, answer, UnintelligibleAnswerException.Reason.TOO_LARGE, "");
        } catch (JsonProcessingException e) {
            boolean cut = answer.body().stripLeading().startsWith("{")
                    && e.getMessage() != null
                    && e.getMessage().contains("end-of-input");
            throw unintelligible(
                    endpoint,
                    answer,
                    cut
                            ? UnintelligibleAnswerException.Reason.TRUNCATED
                            : UnintelligibleAnswerException.Reason.NOT_JSON,
                    answer.body());
        }
    }

    private static RefusedException refusal(Endpoint endpoint, HttpAnswer answer, JsonNode envelope) {
        JsonNode error = envelope.path("error");
        return new RefusedException(
                endpoint,
                answer.status(),
                text(error.path("errCode")),
                error.path("code").asInt(0),
                PlainText.excerpt(error.path("message").asText("")),
                text(envelope.path("traceId")));
    }

    private static String text(JsonNode node) {
        String text = PlainText.excerpt(node.asText(""));
        return text.isEmpty() ? null : text;
    }

    private static UnintelligibleAnswerException unintelligible(
            Endpoint endpoint, HttpAnswer answer, UnintelligibleAnswerException.Reason reason, String detail) {
        return new UnintelligibleAnswerException(endpoint, answer.status(), reason, detail);
    }
}
