package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the data of a successful response, within {@link ResponseLimits}. */
final class ResponseDecoder {

    private static final int OK = 200;

    private final Supplier<SecretMask> secrets;

    /** @param secrets what to mask if the data is quoted in an error */
    ResponseDecoder(Supplier<SecretMask> secrets) {
        this.secrets = secrets;
    }

    /** {@return the data as that type; null if the request allows a response without data and there is none} */
    @Nullable
    <T> T decode(Endpoint endpoint, ApiRequest request, ResponseType<T> type, JsonNode data)
            throws UnexpectedResponseException {
        JsonNode selected = type.select(data);
        if (type.isList() && (selected.isNull() || selected.isMissingNode() && request.mayBeEmpty())) {
            selected = Json.mapper().createArrayNode();
        }
        if (selected.isMissingNode() || selected.isNull()) {
            if (request.mayBeEmpty()) {
                return null;
            }
            // obshell reports "no backup" as an error, so a response without data must not be taken for it.
            throw new UnexpectedResponseException(endpoint, OK, UnexpectedResponseException.Reason.EMPTY);
        }
        try {
            T value = Json.mapper().treeToValue(maskedBeforeTheCut(selected), type.type());
            if (value instanceof List<?> list && type.isList()) {
                ResponseLimits.elements(
                        list, maxElements(type.type().getContentType().getRawClass()));
            }
            return value;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw isTooLarge(e)
                    ? new UnexpectedResponseException(endpoint, OK, UnexpectedResponseException.Reason.TOO_LARGE)
                    : new UnexpectedResponseException(
                            endpoint,
                            OK,
                            UnexpectedResponseException.Reason.WRONG_SHAPE,
                            selected.toString(),
                            secrets.get());
        }
    }

    /** A long text is cut when it is read, which would leave a part of a secret that stands across the cut. */
    private JsonNode maskedBeforeTheCut(JsonNode node) {
        if (node.isTextual() && node.textValue().length() > ResponseLimits.LONGEST_WORDS) {
            return TextNode.valueOf(secrets.get().mask(node.textValue()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(maskedBeforeTheCut(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, maskedBeforeTheCut(array.get(i)));
            }
        }
        return node;
    }

    private static int maxElements(Class<?> element) {
        return element == Dag.class || element == Tenant.class
                ? ResponseLimits.MOST_DAGS
                : ResponseLimits.MOST_ELEMENTS;
    }

    private static boolean isTooLarge(Exception e) {
        return e instanceof StreamConstraintsException
                || Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                        .anyMatch(ResponseLimits.TooManyException.class::isInstance);
    }
}
