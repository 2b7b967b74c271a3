package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.time.Instant;
import java.util.function.Supplier;

/** Reads the JSON envelope of a response. */
final class EnvelopeReader {

    private final ObjectMapper json;

    EnvelopeReader(ObjectMapper json) {
        this.json = json;
    }

    /**
     * An envelope.
     *
     * @param data      the data; missing if there is none
     * @param timestamp the server's time of the response, or null
     * @param refusal   the error in it, or null
     */
    record Envelope(JsonNode data, Instant timestamp, RefusedException refusal) {}

    Envelope read(Endpoint endpoint, boolean isRead, HttpReply answer, Supplier<SecretMask> secrets)
            throws UnexpectedResponseException {
        if (answer.isRedirect()) {
            throw new UnexpectedResponseException(
                    endpoint,
                    answer.status(),
                    UnexpectedResponseException.Reason.REDIRECT,
                    String.valueOf(answer.location()),
                    secrets.get());
        }
        if (answer.body().isBlank()) {
            if (answer.isSuccess()) {
                return new Envelope(MissingNode.getInstance(), null, null);
            }
            throw new UnexpectedResponseException(endpoint, answer.status(), UnexpectedResponseException.Reason.EMPTY);
        }
        JsonNode envelope = parse(endpoint, answer, secrets);
        boolean successful = envelope.path("successful").asBoolean(false) && answer.isSuccess();
        if (!envelope.path("successful").isBoolean()
                || !successful && !envelope.path("error").isObject()) {
            throw new UnexpectedResponseException(
                    endpoint,
                    answer.status(),
                    UnexpectedResponseException.Reason.WRONG_SHAPE,
                    answer.body(),
                    secrets.get());
        }
        Instant timestamp = Json.instant(envelope.path("timestamp").asText(null));
        RefusedException refusal = successful ? null : refusal(endpoint, isRead, answer, envelope, secrets.get());
        return new Envelope(envelope.path("data"), timestamp, refusal);
    }

    private JsonNode parse(Endpoint endpoint, HttpReply answer, Supplier<SecretMask> secrets)
            throws UnexpectedResponseException {
        try {
            return json.readTree(answer.body());
        } catch (StreamConstraintsException e) {
            throw new UnexpectedResponseException(
                    endpoint, answer.status(), UnexpectedResponseException.Reason.TOO_LARGE);
        } catch (JsonProcessingException e) {
            boolean cut = answer.body().stripLeading().startsWith("{")
                    && e.getMessage() != null
                    && e.getMessage().contains("end-of-input");
            throw new UnexpectedResponseException(
                    endpoint,
                    answer.status(),
                    cut ? UnexpectedResponseException.Reason.TRUNCATED : UnexpectedResponseException.Reason.NOT_JSON,
                    answer.body(),
                    secrets.get());
        }
    }

    private static RefusedException refusal(
            Endpoint endpoint, boolean isRead, HttpReply answer, JsonNode envelope, SecretMask secrets) {
        JsonNode error = envelope.path("error");
        return new RefusedException(
                endpoint,
                isRead,
                answer.status(),
                new RefusedException.Said(
                        text(error.path("errCode")),
                        error.path("code").asInt(0),
                        error.path("message").asText(""),
                        text(envelope.path("traceId"))),
                secrets);
    }

    private static String text(JsonNode node) {
        String text = node.asText("").strip();
        return text.isEmpty() ? null : text;
    }
}
