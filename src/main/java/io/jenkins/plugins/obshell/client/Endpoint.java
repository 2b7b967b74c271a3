package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * The address of one obshell of a cluster.
 *
 * @param scheme {@code http} or {@code https}
 * @param host   a host name, an IPv4 address or an IPv6 address without brackets
 * @param port   1 to 65535
 */
public record Endpoint(String scheme, String host, int port) implements Serializable {

    /** The port on which obshell listens by default. */
    public static final int DEFAULT_PORT = 2886;

    /** A host name has at most 253 characters. */
    private static final int MAX_CHARACTERS = 300;

    /**
     * Reads an endpoint as people write it.
     *
     * @param text {@code HOST}, {@code HOST:PORT} or either behind {@code http://} or {@code https://}; an IPv6 address
     *             is in brackets; without a scheme it is {@code http}, without a port {@value #DEFAULT_PORT}
     * @return the endpoint
     * @throws IllegalArgumentException with a message for a person if the text is none of these
     */
    public static Endpoint parse(@NonNull String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(Messages.Endpoint_malformed("…"));
        }
        String trimmed = text.strip();
        String withScheme = trimmed.contains("://") ? trimmed : "http://" + trimmed;
        HttpUrl url = HttpUrl.parse(withScheme);
        boolean bare = url != null
                && url.encodedPath().equals("/")
                && url.query() == null
                && url.fragment() == null
                && url.username().isEmpty()
                && url.password().isEmpty();
        // OkHttp can make an invalid host of a text that is not ASCII.
        if (trimmed.isEmpty() || !bare || HttpUrl.parse(url.toString()) == null) {
            throw new IllegalArgumentException(Messages.Endpoint_malformed(shown(text)));
        }
        String authority = withScheme.substring(withScheme.indexOf("://") + 3).replaceAll("/+$", "");
        boolean portGiven = authority.matches("(\\[[^]]*]|[^:\\[\\]]*):\\d+");
        return new Endpoint(url.scheme().toLowerCase(Locale.ROOT), url.host(), portGiven ? url.port() : DEFAULT_PORT);
    }

    /** What precedes an @ may be a password. */
    private static String shown(String text) {
        return text.replaceAll("[^/\\s]*@", "****@");
    }

    /** {@return the root URL of this obshell} */
    HttpUrl url() {
        return new HttpUrl.Builder().scheme(scheme).host(host).port(port).build();
    }

    /** {@return whether it is reached over https} */
    public boolean isSecure() {
        return "https".equalsIgnoreCase(scheme);
    }

    /** {@return the endpoint as a URL, an IPv6 host in brackets} */
    @Override
    public String toString() {
        return scheme + "://" + urlHost(host) + ":" + port;
    }

    /**
     * @param host a host name or an IP address
     * @return the host as it is written in a URL: an IPv6 address in brackets
     */
    public static String urlHost(@NonNull String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
