package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;

/** What opens an object storage; never printed. */
public final class StorageKey {

    private final String accessId;
    private final String accessKey;

    /**
     * @param accessId  the id of the access key
     * @param accessKey the access key
     */
    public StorageKey(@NonNull String accessId, @NonNull String accessKey) {
        this.accessId = accessId;
        this.accessKey = accessKey;
    }

    String accessKey() {
        return accessKey;
    }

    /** The URI with the key in it, as obshell wants it; a file URI as it is. */
    String addTo(String uri) {
        if (uri == null || uri.startsWith("file:")) {
            return uri;
        }
        return uri + (uri.contains("?") ? "&" : "?") + "access_id=" + accessId + "&access_key=" + accessKey;
    }

    /** {@return nothing of the key} */
    @Override
    public String toString() {
        return "****";
    }
}
