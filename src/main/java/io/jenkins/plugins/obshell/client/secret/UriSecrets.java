package io.jenkins.plugins.obshell.client.secret;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.regex.Pattern;

/** The parameters of a storage URI that are secrets: access keys, and what stands in their place. */
public final class UriSecrets {

    /** A parameter with its value, also where its “=” is written as JSON, a URL or HTML writes it. */
    private static final Pattern PARAMETER = Pattern.compile(
            "(?i)((?:access_id|access_key|encrypt_key|sts_token)(?:=|%3d|\\\\u003d|&#61;|&#x3d;))[^&\\s'\"]*");

    private UriSecrets() {}

    /**
     * @param uri what somebody wrote
     * @return whether it has a parameter that is a secret, with or without a value
     */
    public static boolean isIn(@NonNull String uri) {
        return PARAMETER.matcher(uri).find();
    }

    /**
     * @param text what somebody says, perhaps with URIs in it
     * @return the same with {@code ****} in the place of each value of such a parameter
     */
    @NonNull
    public static String hide(@NonNull String text) {
        return PARAMETER.matcher(text).replaceAll("$1" + SecretMask.STARS);
    }
}
