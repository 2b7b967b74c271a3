package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/**
 * One call of obshell's API, before an endpoint is chosen.
 *
 * @param method         the HTTP method
 * @param path           the segments of the path behind {@code /api/v1}, not yet percent-encoded
 * @param query          the query parameters in order
 * @param body           what to send as JSON, or null
 * @param sealed         whether the call needs the password
 * @param askAllIfAbsent whether a 404 counts only if every endpoint returns it
 * @param mayBeEmpty     whether a response without data is valid
 * @param validity       how long after it is sealed the server accepts it, by the server's clock
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
record ApiRequest(
        String method,
        List<String> path,
        Map<String, String> query,
        @Nullable Object body,
        boolean sealed,
        boolean askAllIfAbsent,
        boolean mayBeEmpty,
        Duration validity)
        implements ApiRequestBuilder.With {

    private static final Duration VALIDITY = Duration.ofSeconds(60);

    /** A segment must not lead to another route. */
    ApiRequest {
        if (path.stream().anyMatch(segment -> segment.isEmpty() || segment.equals(".") || segment.equals(".."))) {
            throw new IllegalArgumentException(String.join("/", path));
        }
    }

    static ApiRequest open(String... path) {
        return new ApiRequest("GET", List.of(path), Map.of(), null, false, false, false, VALIDITY);
    }

    static ApiRequest get(List<String> path, Map<String, String> query) {
        return new ApiRequest("GET", path, query, null, true, false, false, VALIDITY);
    }

    static ApiRequest send(String method, List<String> path, Object body) {
        return new ApiRequest(method, path, Map.of(), body, true, false, true, VALIDITY);
    }

    boolean isRead() {
        return "GET".equals(method);
    }

    HttpUrl url(Endpoint endpoint) {
        HttpUrl.Builder url = endpoint.url().newBuilder().addPathSegments("api/v1");
        path.forEach(url::addPathSegment);
        query.forEach(url::addQueryParameter);
        return url.build();
    }
}
