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
     * @param uri the URI, without access keys
     * @return a sentence that says what is wrong, or nothing
     */
    static Optional<String> problem(@NonNull String uri) {
        if (uri.length() > Destination.LONGEST) {
            return Optional.of(Messages.DestinationRules_tooLong(Integer.toString(Destination.LONGEST)));
        }
        Matcher scheme = SCHEME.matcher(uri);
        if (!scheme.matches()) {
            return Optional.of(Messages.DestinationRules_scheme());
        }
        if (uri.codePoints().anyMatch(DestinationRules::isInvisible)) {
            return Optional.of(Messages.DestinationRules_blank());
        }
        if (uri.indexOf('\'') >= 0) {
            return Optional.of(Messages.DestinationRules_quote());
        }
        Optional<Destination> read = Destination.of(uri);
        if (scheme.group(1).equals("file")) {
            return read.isPresent() ? Optional.empty() : Optional.of(Messages.DestinationRules_file());
        }
        return read.isPresent() ? problem(read.get()) : Optional.of(Messages.DestinationRules_object(scheme.group(1)));
    }

    private static Optional<String> problem(Destination destination) {
        if (destination.path().isEmpty()) {
            return Optional.of(Messages.DestinationRules_object(destination.scheme()));
        }
        if (destination.parameter("host").isEmpty()) {
            return Optional.of(Messages.DestinationRules_host());
        }
        if (destination.scheme().equals("cos") && destination.parameter("appid").isEmpty()) {
            return Optional.of(Messages.DestinationRules_appid());
        }
        List<String> dropped = destination.dropped();
        return dropped.isEmpty()
                ? Optional.empty()
                : Optional.of(Messages.DestinationRules_dropped(String.join(", ", dropped)));
    }

    /** Blanks of any width, no-break and zero-width ones among them, and what controls the text around it. */
    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }
}
