package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.secret.UriSecrets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What obshell accepts, parameter by parameter, so that a wrong one is reported before anything is sent. Each rule returns a
 * sentence for a person, or nothing where the value is right; a value left out is right. The sentence does not name the
 * parameter: at a field of a form it would be said twice. See {@link #named}.
 */
public final class ParameterRules {

    private static final Pattern TENANT = Pattern.compile("[^/\\\\?%\\s\\p{Z}\\p{C}]{1,128}");
    private static final Pattern FRACTION_OF_SECOND = Pattern.compile("([0-9]{1,18})(us|ms)", Pattern.CASE_INSENSITIVE);
    private static final Duration LONGEST_LAG = Duration.ofHours(2);
    private static final Duration SHORTEST_LAG_TO_S3 = Duration.ofMinutes(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
    private static final Duration LONGEST_POLL_INTERVAL = Duration.ofHours(1);

    private ParameterRules() {}

    /**
     * @param name    the name of a parameter
     * @param problem what a rule says of its value
     * @return the sentence with the name before it, for those who have no form before them
     */
    public static Optional<String> named(String name, Optional<String> problem) {
        return problem.map(sentence -> Messages.ParameterRules_named(name, sentence));
    }

    /** A tenant's name; the sys tenant cannot be backed up. */
    public static Optional<String> tenant(@Nullable String tenant) {
        if (isLeftOut(tenant)) {
            return Optional.empty();
        }
        if ("sys".equalsIgnoreCase(tenant)) {
            return Optional.of(Messages.ParameterRules_sysTenant());
        }
        boolean plain = TENANT.matcher(tenant).matches() && !tenant.equals(".") && !tenant.equals("..");
        return problem(!plain, Messages.ParameterRules_tenant(tenant));
    }

    /** The name of one of several tenants; the sys tenant is never one of them. */
    public static Optional<String> userTenant(String name) {
        return problem(tenant(name).isPresent(), Messages.ParameterRules_userTenant(name));
    }

    /**
     * A storage URI: {@code file:///path}, {@code oss://}, {@code cos://} or {@code s3://bucket/path?…}. Access keys do not
     * belong into it, since parameters are stored and shown.
     */
    public static Optional<String> storageUri(@Nullable String uri) {
        if (isLeftOut(uri)) {
            return Optional.empty();
        }
        return secretInUri(uri).or(() -> DestinationRules.problem(uri));
    }

    /** What must be reported of a storage URI even before the variables in it have values: it must hold no secret. */
    public static Optional<String> secretInUri(@Nullable String uri) {
        return problem(uri != null && UriSecrets.isIn(uri), Messages.ParameterRules_uriSecret());
    }

    /** Whether a piece of the archived log may be missing at its destination: {@code optional} or {@code mandatory}. */
    public static Optional<String> binding(@Nullable String binding) {
        boolean known =
                isLeftOut(binding) || binding.equalsIgnoreCase("optional") || binding.equalsIgnoreCase("mandatory");
        return problem(!known, Messages.ParameterRules_binding());
    }

    /** How often a new piece of the archived log begins: one to seven days, in any unit, such as {@code 1d} or {@code 36h}. */
    public static Optional<String> pieceSwitchInterval(@Nullable String interval) {
        if (isLeftOut(interval)) {
            return Optional.empty();
        }
        boolean allowed = isBetween(interval, Duration.ofDays(1), Duration.ofDays(7));
        return problem(!allowed, Messages.ParameterRules_pieceSwitchInterval());
    }

    /** How many threads archive the log: 0 to 100. */
    public static Optional<String> logArchiveConcurrency(@Nullable Integer concurrency) {
        return percentage(concurrency);
    }

    /** How many threads of low priority copy: 0 to 100. */
    public static Optional<String> haLowThreadScore(@Nullable Integer score) {
        return percentage(score);
    }

    /** How far the archived log may lag behind: {@code 1us} to {@code 2h}, to {@code s3} not less than a minute. */
    public static Optional<String> archiveLagTarget(@Nullable String target, boolean toS3) {
        if (isLeftOut(target)) {
            return Optional.empty();
        }
        Optional<Duration> lag = lag(target);
        if (lag.filter(given -> !given.isZero() && given.compareTo(LONGEST_LAG) <= 0)
                .isEmpty()) {
            return Optional.of(Messages.ParameterRules_archiveLagTarget());
        }
        return problem(toS3 && isTooShortForS3(target), Messages.ParameterRules_archiveLagTargetForS3());
    }

    /**
     * @param target a lag target, or null
     * @return whether it is given, and shorter than an archive in {@code s3} can have it
     */
    static boolean isTooShortForS3(@Nullable String target) {
        return !isLeftOut(target)
                && lag(target)
                        .filter(lag -> lag.compareTo(SHORTEST_LAG_TO_S3) < 0)
                        .isPresent();
    }

    /**
     * @param given    the value of a parameter of a tenant as it was given
     * @param reported the value as OceanBase reports it
     * @return whether they mean the same
     */
    static boolean isSameValue(String given, String reported) {
        return given.equalsIgnoreCase(reported)
                || lag(given).isPresent() && lag(given).equals(lag(reported));
    }

    /** A lag may be given in microseconds and milliseconds as well. */
    private static Optional<Duration> lag(String text) {
        Matcher fraction = FRACTION_OF_SECOND.matcher(text);
        if (fraction.matches()) {
            long count = Long.parseLong(fraction.group(1));
            return Optional.of(
                    fraction.group(2).equalsIgnoreCase("us")
                            ? Duration.of(count, ChronoUnit.MICROS)
                            : Duration.ofMillis(count));
        }
        try {
            return Optional.of(Durations.parse(text.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What to make of log archiving after a configuration: {@code on}. */
    public static Optional<String> archive(@Nullable String archive) {
        return problem(!isLeftOut(archive) && !archive.equalsIgnoreCase("on"), Messages.ParameterRules_archive());
    }

    /** The name of the policy that deletes old backups: empty or {@code default}. */
    public static Optional<String> deletePolicy(@Nullable String policy) {
        return problem(
                !isLeftOut(policy) && !policy.equalsIgnoreCase("default"), Messages.ParameterRules_deletePolicy());
    }

    /** How far back a tenant must be recoverable, in days, such as {@code 2d}. */
    public static Optional<String> recoveryWindow(@Nullable String window) {
        return problem(
                !isLeftOut(window) && !window.strip().matches("[1-9][0-9]{0,4}d"),
                Messages.ParameterRules_recoveryWindow());
    }

    /** A time-out: a second to 30 days. */
    public static Optional<String> timeout(@Nullable String timeout) {
        return duration(timeout, Duration.ofSeconds(1), LONGEST_TIMEOUT);
    }

    /** The longest time between two looks: a second to an hour. */
    public static Optional<String> pollInterval(@Nullable String interval) {
        return duration(interval, Duration.ofSeconds(1), LONGEST_POLL_INTERVAL);
    }

    /** How long no endpoint may answer: nothing to 30 days. */
    public static Optional<String> toleratedOutage(@Nullable String outage) {
        return duration(outage, Duration.ZERO, LONGEST_TIMEOUT);
    }

    /** How long the log archive may take: zero for no look at it, to thirty days. */
    public static Optional<String> restorableWithin(@Nullable String within) {
        return duration(within, Duration.ZERO, LONGEST_TIMEOUT);
    }

    /** A point in time up to which the log must be archived: {@code now}. */
    public static Optional<String> archivedUpTo(@Nullable String point) {
        return problem(
                !isLeftOut(point) && !"now".equalsIgnoreCase(point.strip()), Messages.ParameterRules_archivedUpTo());
    }

    /** An age or a lag: a second to ten years. */
    public static Optional<String> age(@Nullable String age) {
        return duration(age, Duration.ofSeconds(1), Duration.ofDays(3650));
    }

    /** The id of a DAG: digits and letters, as obshell gives it. */
    public static Optional<String> dagId(@Nullable String id) {
        return problem(!isLeftOut(id) && !id.strip().matches("[A-Za-z0-9]{1,64}"), Messages.ParameterRules_dagId());
    }

    /** {@return whether a value is not given at all} */
    public static boolean isLeftOut(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static boolean isBetween(String text, Duration least, Duration most) {
        try {
            Duration duration = Durations.parse(text.toLowerCase(Locale.ROOT));
            return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> duration(String text, Duration least, Duration most) {
        if (isLeftOut(text)) {
            return Optional.empty();
        }
        try {
            Duration duration = Durations.parse(text);
            boolean outside = duration.compareTo(least) < 0 || duration.compareTo(most) > 0;
            return problem(
                    outside, Messages.ParameterRules_durationRange(Durations.format(least), Durations.format(most)));
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> percentage(Integer value) {
        return problem(value != null && (value < 0 || value > 100), Messages.ParameterRules_range(0, 100));
    }

    private static Optional<String> problem(boolean wrong, String message) {
        return wrong ? Optional.of(message) : Optional.empty();
    }
}
