package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and one of {@code s m h d}. */
public final class Durations {

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhd])");

    private Durations() {}

    /**
     * @param text such as {@code 90s}, {@code 15m}, {@code 2h} or {@code 1d}
     * @return the duration
     * @throws IllegalArgumentException if it is not a duration, with a message for people
     */
    public static Duration parse(@NonNull String text) {
        Matcher matcher = SHORT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(Messages.Durations_malformed(text));
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /**
     * @param duration any duration
     * @return its two largest units, such as {@code 1h 05m}, {@code 2m 03s} or {@code 7s}
     */
    public static String format(@NonNull Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds >= 86_400) {
            return String.format(Locale.ROOT, "%dd %02dh", seconds / 86_400, seconds % 86_400 / 3600);
        }
        if (seconds >= 3600) {
            return String.format(Locale.ROOT, "%dh %02dm", seconds / 3600, seconds % 3600 / 60);
        }
        if (seconds >= 60) {
            return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
        }
        return seconds + "s";
    }
}
