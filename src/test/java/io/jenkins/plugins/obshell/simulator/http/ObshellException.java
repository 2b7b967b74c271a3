package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** A refusal by the server. A cause keeps its own code and lends its message. */
public final class ObshellException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final ErrorCode phrase;
    private final List<String> arguments;
    private final ObshellException inner;
    private final String detail;
    private final JsonNode data;

    private ObshellException(
            ErrorCode code,
            ErrorCode phrase,
            List<String> arguments,
            ObshellException inner,
            String detail,
            JsonNode data) {
        super(null, inner, false, false);
        this.code = code;
        this.phrase = phrase;
        this.arguments = arguments;
        this.inner = inner;
        this.detail = detail;
        this.data = data;
    }

    public static ObshellException of(ErrorCode code, Object... arguments) {
        return new ObshellException(code, code, texts(arguments), null, null, null);
    }

    /** The message followed by a detail that is never translated. */
    public static ObshellException withDetail(String detail, ErrorCode code, Object... arguments) {
        return new ObshellException(code, code, texts(arguments), null, detail, null);
    }

    /** The message followed by the cause's, under the cause's code. */
    public static ObshellException wrap(ErrorCode phrase, ObshellException cause, Object... arguments) {
        return new ObshellException(cause.code, phrase, texts(arguments), cause, null, null);
    }

    /** The same refusal beside data, which may be JSON's null. */
    ObshellException beside(JsonNode otherData) {
        return new ObshellException(code, phrase, arguments, inner, detail, otherData);
    }

    /** The data that the answer carries beside the error; null for none. */
    JsonNode data() {
        return data;
    }

    private static List<String> texts(Object... arguments) {
        return Arrays.stream(arguments).map(String::valueOf).toList();
    }

    public ErrorCode code() {
        return code;
    }

    String message(boolean inChinese) {
        String text = phrase.message(inChinese, arguments.toArray());
        if (inner != null) {
            return text + ": " + inner.message(inChinese);
        }
        return detail == null ? text : text + ": " + detail;
    }

    @Override
    public String getMessage() {
        return message(false);
    }
}
