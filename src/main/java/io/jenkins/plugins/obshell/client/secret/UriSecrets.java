package io.jenkins.plugins.obshell.client.secret;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/** The secret parameters of a storage URI: access key, encryption key and STS token. */
public final class UriSecrets {

    /** A parameter with its value; its “=” may be escaped as in JSON, a URL or HTML. */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)((?:access_id|access_key|encrypt_key|sts_token)(?:=|%3d|\\\\u003d|&#61;|&#x3d;))[^&\\s'\"]*");

    private UriSecrets() {}

    /**
     * Reports whether a URI has a secret parameter.
     *
     * @param uri the URI
     * @return true if it has one, with or without a value
     */
    public static boolean isIn(@NonNull String uri) {
        return PARAMETER.matcher(uri).find();
    }

    /**
     * Masks the secret parameters of URIs.
     *
     * @param text a text, perhaps with URIs in it
     * @return the same with {@code ****} in place of each value of such a parameter
     */
    @NonNull
    public static String hide(@NonNull String text) {
        return PARAMETER.matcher(text).replaceAll("$1" + SecretMask.STARS);
    }
}
