package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a storage URI must fulfil. obshell checks only the scheme before it starts its DAG; every other mistake fails inside
 * the DAG and leaves the tenant locked, so all of it is checked here.
 */
final class DestinationRules {

    private static final Pattern SCHEME = Pattern.compile("(file|oss|cos|s3)://.*", Pattern.DOTALL);

    private DestinationRules() {}

    /**
     * @param name the parameter that holds the URI
     * @param uri  the URI, without access keys
     * @return a sentence that says what is wrong, or nothing
     */
    static Optional<String> problem(@NonNull String name, @NonNull String uri) {
        if (uri.length() > Destination.LONGEST) {
            return Optional.of(Messages.DestinationRules_tooLong(name, Integer.toString(Destination.LONGEST)));
        }
        Matcher scheme = SCHEME.matcher(uri);
        if (!scheme.matches()) {
            return Optional.of(Messages.DestinationRules_scheme(name));
        }
        if (uri.codePoints().anyMatch(DestinationRules::isInvisible)) {
            return Optional.of(Messages.DestinationRules_blank(name));
        }
        if (uri.indexOf('\'') >= 0) {
            return Optional.of(Messages.DestinationRules_quote(name));
        }
        Optional<Destination> read = Destination.of(uri);
        if (scheme.group(1).equals("file")) {
            return read.isPresent() ? Optional.empty() : Optional.of(Messages.DestinationRules_file(name));
        }
        return read.isPresent()
                ? problem(name, read.get())
                : Optional.of(Messages.DestinationRules_object(name, scheme.group(1)));
    }

    private static Optional<String> problem(String name, Destination destination) {
        if (destination.path().isEmpty()) {
            return Optional.of(Messages.DestinationRules_object(name, destination.scheme()));
        }
        if (destination.parameter("host").isEmpty()) {
            return Optional.of(Messages.DestinationRules_host(name));
        }
        if (destination.scheme().equals("cos") && destination.parameter("appid").isEmpty()) {
            return Optional.of(Messages.DestinationRules_appid(name));
        }
        List<String> dropped = destination.dropped();
        return dropped.isEmpty()
                ? Optional.empty()
                : Optional.of(Messages.DestinationRules_dropped(name, String.join(", ", dropped)));
    }

    /** Blanks of any width, no-break and zero-width ones among them, and what controls the text around it. */
    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }
}
