package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What opens an object storage; never printed. */
public final class StorageKey {

    private final String accessId;
    private final String accessKey;
    private final boolean idSecret;

    /**
     * @param accessId  the id of the access key
     * @param accessKey the access key
     * @param idSecret  whether nobody is to see the id either
     */
    public StorageKey(@NonNull String accessId, @NonNull String accessKey, boolean idSecret) {
        this.accessId = accessId;
        this.accessKey = accessKey;
        this.idSecret = idSecret;
    }

    /** {@return what of it nobody is to see} */
    List<String> secrets() {
        return idSecret ? List.of(accessId, accessKey) : List.of(accessKey);
    }

    /** The URI with the key in it, as obshell wants it; a file URI as it is. */
    public String addTo(String uri) {
        if (uri == null || uri.regionMatches(true, 0, "file:", 0, 5)) {
            return uri;
        }
        return uri + (uri.contains("?") ? "&" : "?") + "access_id=" + encoded(accessId) + "&access_key="
                + encoded(accessKey);
    }

    /** obshell decodes percent signs, and takes a plus sign for itself. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** {@return nothing of the key} */
    @Override
    public String toString() {
        return "****";
    }
}
