package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import okhttp3.Headers;

/** Puts data and errors into the envelope that every answer of the API comes in. */
public record Envelope(GoTime time, ServerVersion version) {

    private static final String JSON = "application/json";
    private static final String JSON_UTF_8 = JSON + "; charset=utf-8";

    /** What the envelope says about the request itself. */
    record Context(Instant now, String traceId, boolean chinese, boolean languageGiven) {

        static Context of(Instant now, String traceId, Headers headers) {
            String language = headers.get("Accept-Language");
            return new Context(
                    now, traceId, language != null && language.matches("(?i)zh(-[a-z0-9]+)*"), language != null);
        }
    }

    Reply success(Answer answer, Context context) {
        if (answer.isNoContent()) {
            return new Reply(204, JSON, "", Map.of());
        }
        ObjectNode envelope = envelope(true, 200, context);
        if (answer.data() != null) {
            envelope.set("data", answer.data());
        }
        return reply(200, JSON, envelope, context);
    }

    Reply failure(ObshellException failure, Context context) {
        ErrorCode code = failure.code();
        ObjectNode envelope = envelope(false, code.status(version), context);
        if (failure.data() != null) {
            envelope.set("data", failure.data());
        }
        ObjectNode error = envelope.putObject("error");
        String message = failure.message(context.chinese());
        if (!context.languageGiven()) {
            message = message.replace(ErrorCode.MYSQL.message(false, ""), "");
        }
        if (version.hasErrorNames()) {
            if (code.number(version) != 0) {
                error.put("code", code.number(version));
            }
            error.put("errCode", code.code()).put("message", message);
        } else {
            error.put("code", code.earlierNumber()).put("message", code.earlierMessage(message));
        }
        return reply(code.status(version), context.traceId().isEmpty() ? JSON_UTF_8 : JSON, envelope, context);
    }

    /** An error of any name, as a fault may want it. */
    Reply failure(int status, String errCode, String message, Context context) {
        ObjectNode envelope = envelope(false, status, context);
        envelope.putObject("error").put("errCode", errCode).put("message", message);
        return reply(status, JSON, envelope, context);
    }

    /** What the server says when it broke down: an envelope that was made when it started. */
    Reply panic(Instant startedAt, Instant now) {
        ObshellException failure = ObshellException.of(ErrorCode.UNEXPECTED, "Internal Server Error");
        Reply reply = failure(failure, new Context(startedAt, "", false, false));
        return reply(500, JSON_UTF_8, reply.body(), now);
    }

    private ObjectNode envelope(boolean successful, int status, Context context) {
        return Json.object()
                .put("successful", successful)
                .put("timestamp", time.now(context.now()))
                .put("duration", 3)
                .put("status", status)
                .put("traceId", context.traceId());
    }

    private static Reply reply(int status, String type, ObjectNode envelope, Context context) {
        return reply(status, type, Json.text(envelope), context.now());
    }

    private static Reply reply(int status, String type, String body, Instant now) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC));
        return new Reply(status, type, body, Map.of("Date", date.replace("Z", "GMT")));
    }
}
