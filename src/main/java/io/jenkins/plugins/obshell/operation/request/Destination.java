package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where backups or archived logs go: a directory, or a path in a bucket of an object storage. It is read as obshell reads a
 * storage URI, and compared by what it means: obshell reports a URI in an order of its own, decoded, and with or without a
 * slash at its end ({@code GET …/backup/config/storage}).
 *
 * @param scheme     {@code file}, {@code oss}, {@code cos} or {@code s3}
 * @param bucket     the bucket, or null for {@code file}
 * @param path       the path without slashes at its end; for {@code file} it begins with a slash
 * @param parameters the decoded parameters; empty for {@code file}
 */
public record Destination(
        @NonNull String scheme,
        @Nullable String bucket,
        @NonNull String path,
        @NonNull Map<String, String> parameters) {

    /** The longest URI that is read, in characters. OceanBase stores 2048. */
    static final int LONGEST = 2048;

    private static final Pattern URI = Pattern.compile("(file|oss|cos|s3)://(.*)", Pattern.DOTALL);
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** Sorts and copies the parameters. */
    public Destination {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /**
     * @param uri a storage URI, or null
     * @return where it leads, or nothing if obshell cannot read it
     */
    @NonNull
    public static Optional<Destination> of(@Nullable String uri) {
        if (uri == null || uri.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher matcher = URI.matcher(uri);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1);
        String rest = matcher.group(2);
        return scheme.equals("file") ? directory(rest) : object(scheme, rest);
    }

    private static Optional<Destination> directory(String path) {
        return path.startsWith("/") && !path.contains("?")
                ? Optional.of(new Destination("file", null, withoutSlashes(path), Map.of()))
                : Optional.empty();
    }

    private static Optional<Destination> object(String scheme, String rest) {
        int slash = rest.indexOf('/');
        int query = rest.indexOf('?', slash + 1);
        if (slash <= 0 || query < 0 || rest.lastIndexOf('?', slash) >= 0) {
            return Optional.empty();
        }
        String bucket = rest.substring(0, slash);
        String path = withoutSlashes(rest.substring(slash + 1, query));
        return parameters(rest.substring(query + 1))
                .map(parameters -> new Destination(scheme, bucket, path, parameters));
    }

    /** Of a parameter that is given twice obshell takes the first; a plus sign is itself. */
    private static Optional<SortedMap<String, String>> parameters(String query) {
        if (query.contains(";") || BROKEN_ESCAPE.matcher(query).find()) {
            return Optional.empty();
        }
        SortedMap<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.putIfAbsent(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return Optional.of(parameters);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String withoutSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /**
     * @param uri a storage URI, or null
     * @return whether it is one of {@code s3}
     */
    public static boolean isS3(@Nullable String uri) {
        return uri != null && uri.startsWith("s3:");
    }

    /**
     * @param asked    a URI that somebody asks for
     * @param reported the URI that obshell reports, or null if there is none
     * @return whether both lead to the same place with the same settings; never if one of them cannot be read
     */
    public static boolean isSame(@Nullable String asked, @Nullable String reported) {
        Optional<Destination> wanted = of(asked);
        return wanted.isPresent()
                && wanted.map(Destination::kept).equals(of(reported).map(Destination::kept));
    }

    /**
     * @param reported a path that OceanBase reports for a backup set
     * @return whether it lies in this destination, whatever its parameters
     */
    public boolean contains(@NonNull String reported) {
        int query = scheme.equals("file") ? -1 : reported.indexOf('?');
        String reportedPlace = query < 0 ? reported : reported.substring(0, query);
        String root = place();
        return withoutSlashes(reportedPlace).equals(root) || reportedPlace.startsWith(root + "/");
    }

    /** {@return the URI without its parameters, so without a secret} */
    @NonNull
    public String place() {
        return scheme + "://" + (bucket == null ? "" : bucket + "/") + path;
    }

    private Destination kept() {
        SortedMap<String, String> kept = new TreeMap<>(parameters);
        kept.keySet().retainAll(stored());
        kept.values().removeIf(String::isEmpty);
        return new Destination(scheme, bucket, path, kept);
    }

    /** {@return the parameters that obshell stores with a destination of this kind} */
    private Set<String> stored() {
        return switch (scheme) {
            case "cos" -> Set.of("host", "delete_mode", "appid");
            case "s3" -> Set.of("host", "delete_mode", "s3_region");
            case "oss" -> Set.of("host", "delete_mode");
            default -> Set.of();
        };
    }

    /** {@return the parameters that obshell would drop without a word, in alphabetical order} */
    @NonNull
    List<String> dropped() {
        return parameters.keySet().stream()
                .filter(name -> !stored().contains(name))
                .filter(name -> !(scheme.equals("s3") && name.equals("force_path_style")))
                .toList();
    }

    /**
     * @param name the name of a parameter
     * @return its value, empty if it is missing
     */
    @NonNull
    String parameter(@NonNull String name) {
        return parameters.getOrDefault(name, "");
    }
}
