package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** How obshell's JSON is read: unknown fields ignored, missing ones tolerated, ids kept as text, all of it bounded. */
public final class Json {

    private static final String YEAR_ONE = "0001-";

    /** obshell writes a time that is not set yet as year 1, or as the Unix epoch at some offset. */
    private static final Instant EARLIEST = Instant.EPOCH.plus(Duration.ofDays(1));

    /** RFC3339 has no later year. With the one to which Java goes, durations overflow. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** One for all, since a mapper keeps what it learned of each type. */
    private static final ObjectMapper MAPPER = make();

    private Json() {}

    /** {@return the mapper that reads and writes obshell's JSON} */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    private static ObjectMapper make() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(ResponseLimits.ofJson())
                .build();
        return JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(MapperFeature.BLOCK_UNSAFE_POLYMORPHIC_BASE_TYPES)
                .addModule(new SimpleModule()
                        .addDeserializer(Instant.class, new LenientInstant())
                        .addDeserializer(Long.class, new LenientLong()))
                .build();
    }

    /**
     * RFC3339 as obshell writes it.
     *
     * @param text the text, or null
     * @return the instant; null for the zero time, which means "not yet", and for what is no time
     */
    static Instant instant(String text) {
        // Most answers hold the zero time, and parsing is slow.
        if (text == null || text.startsWith(YEAR_ONE)) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            return time.isBefore(EARLIEST) || time.isAfter(LATEST) ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static final class LenientInstant extends StdDeserializer<Instant> {

        private static final long serialVersionUID = 1;

        LenientInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken().isStructStart()) {
                parser.skipChildren();
                return null;
            }
            return instant(parser.getText());
        }
    }

    /** An optional number: null if it is no whole number or does not fit, so that it cannot spoil the record it stands in. */
    private static final class LenientLong extends StdDeserializer<Long> {

        private static final long serialVersionUID = 1;

        LenientLong() {
            super(Long.class);
        }

        @Override
        public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken().isStructStart()) {
                parser.skipChildren();
                return null;
            }
            try {
                return Long.valueOf(parser.getText());
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
