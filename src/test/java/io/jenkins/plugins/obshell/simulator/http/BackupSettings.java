package io.jenkins.plugins.obshell.simulator.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The body of a backup configuration, checked in the order of the server. */
public record BackupSettings(
        Optional<String> dataUri,
        Optional<String> archiveUri,
        Optional<String> binding,
        Optional<String> pieceSwitchInterval,
        Optional<Integer> logArchiveConcurrency,
        Optional<String> archiveLagTarget,
        Optional<Integer> haLowThreadScore,
        Optional<String> recoveryWindow) {

    private static final Pattern TIME = Pattern.compile("(\\d+)([a-zA-Z]+)");
    private static final Map<String, Duration> UNITS = Map.of(
            "us", Duration.ofNanos(1000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    /** Body of the route of one tenant. */
    static BackupSettings ofTenant(GoObject body, boolean post) throws ObshellException, GoObject.MismatchException {
        Raw raw = Raw.read(body, "data_base_uri", "archive_base_uri");
        if (post && raw.data.isEmpty()) {
            throw ObshellException.of(ErrorCode.DATA_BASE_URI_EMPTY);
        }
        if (post && raw.archive.isEmpty()) {
            throw ObshellException.of(ErrorCode.ARCHIVE_BASE_URI_EMPTY);
        }
        if (raw.archive.isEmpty()) {
            raw.refuseWithout("archive_base_uri", ErrorCode.ARCHIVE_BASE_URI_EMPTY);
        }
        return raw.check();
    }

    /** Body of the route of all tenants. */
    static BackupSettings ofCluster(GoObject body, boolean post) throws ObshellException, GoObject.MismatchException {
        Raw raw = Raw.read(body, "backup_base_uri", "backup_base_uri");
        if (raw.data.isEmpty()) {
            if (post) {
                throw ObshellException.of(ErrorCode.BASE_URI_EMPTY);
            }
            raw.refuseWithout("backup_base_uri", ErrorCode.BASE_URI_EMPTY);
        }
        return raw.check();
    }

    private record Raw(
            Optional<String> data,
            Optional<String> archive,
            Optional<String> binding,
            Optional<String> interval,
            Optional<Integer> concurrency,
            Optional<String> lag,
            Optional<Integer> score,
            Optional<Policy> policy) {

        private record Policy(String name, String window) {}

        static Raw read(GoObject body, String data, String archive) throws GoObject.MismatchException {
            Optional<GoObject> policy = body.object("delete_policy", "BackupDeletePolicy");
            return new Raw(
                    body.string(data).filter(text -> !text.isEmpty()),
                    body.string(archive).filter(text -> !text.isEmpty()),
                    body.string("binding"),
                    body.string("piece_switch_interval"),
                    body.integer("log_archive_concurrency"),
                    body.string("archive_lag_target").map(text -> text.toLowerCase(Locale.ROOT)),
                    body.integer("ha_low_thread_score"),
                    policy.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Policy(
                                    policy.get().string("policy").orElse("").toLowerCase(Locale.ROOT),
                                    policy.get().string("recovery_window").orElse(""))));
        }

        void refuseWithout(String uri, ErrorCode code) throws ObshellException {
            if (binding.filter(text -> !text.isEmpty()).isPresent()) {
                throw ObshellException.withDetail("If binding is set, " + uri + " must be set", code);
            }
            if (interval.filter(text -> !text.isEmpty()).isPresent()) {
                throw ObshellException.withDetail("If piece_switch_interval is set, " + uri + " must be set", code);
            }
        }

        BackupSettings check() throws ObshellException {
            range(concurrency, ErrorCode.LOG_ARCHIVE_CONCURRENCY_INVALID);
            range(score, ErrorCode.HA_LOW_THREAD_SCORE_INVALID);
            Optional<String> mode = binding.map(text -> text.isEmpty() ? "OPTIONAL" : text.toUpperCase(Locale.ROOT));
            if (mode.isPresent() && !List.of("OPTIONAL", "MANDATORY").contains(mode.get())) {
                throw ObshellException.of(ErrorCode.BINDING_INVALID, mode.get(), "OPTIONAL", "MANDATORY");
            }
            checkInterval();
            if (policy.isPresent()
                    && !List.of("", "default").contains(policy.get().name())) {
                throw ObshellException.of(
                        ErrorCode.DELETE_POLICY_INVALID, policy.get().name(), "default");
            }
            StorageUri.Protocol archiveProtocol = archive.isPresent() ? StorageUri.protocolOf(archive.get()) : null;
            if (data.isPresent()) {
                StorageUri.protocolOf(data.get());
            }
            if (archiveProtocol != null) {
                checkLag(archiveProtocol);
            }
            return new BackupSettings(
                    data, archive, mode, interval, concurrency, lag, score, policy.map(Policy::window));
        }

        private static void range(Optional<Integer> value, ErrorCode code) throws ObshellException {
            if (value.isPresent() && (value.get() < 0 || value.get() > 100)) {
                throw ObshellException.of(code, 0, 100);
            }
        }

        private void checkInterval() throws ObshellException {
            if (interval.isEmpty() || interval.get().isEmpty()) {
                return;
            }
            Duration length = time(interval.get());
            if (length.compareTo(Duration.ofDays(1)) < 0 || length.compareTo(Duration.ofDays(7)) > 0) {
                throw ObshellException.of(ErrorCode.PIECE_SWITCH_INTERVAL_INVALID, "24h0m0s", "168h0m0s");
            }
        }

        private void checkLag(StorageUri.Protocol protocol) throws ObshellException {
            if (lag.isEmpty() || lag.get().isEmpty()) {
                return;
            }
            Duration length = time(lag.get());
            if (length.compareTo(Duration.ofHours(2)) > 0) {
                throw ObshellException.of(ErrorCode.ARCHIVE_LAG_TARGET_INVALID, "2h0m0s");
            }
            if (protocol == StorageUri.Protocol.S3 && length.compareTo(Duration.ofMinutes(1)) < 0) {
                throw ObshellException.of(ErrorCode.ARCHIVE_LAG_TARGET_FOR_S3_INVALID, "1m0s");
            }
        }

        private static Duration time(String text) throws ObshellException {
            Matcher matcher = TIME.matcher(text);
            if (!matcher.matches()) {
                throw ObshellException.of(ErrorCode.INVALID_TIME_DURATION, text, "invalid format");
            }
            Duration unit = UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT));
            if (matcher.group(1).length() > 18) {
                throw ObshellException.of(ErrorCode.INVALID_TIME_DURATION, text, "invalid number");
            }
            if (unit == null) {
                throw ObshellException.of(ErrorCode.INVALID_TIME_DURATION, text, "invalid time unit");
            }
            Duration length = unit.multipliedBy(Long.parseLong(matcher.group(1)));
            if (length.isZero()) {
                throw ObshellException.of(ErrorCode.INVALID_TIME_DURATION, text, "time duration is less than min unit");
            }
            if (length.compareTo(Duration.ofDays(365)) > 0) {
                throw ObshellException.of(
                        ErrorCode.INVALID_TIME_DURATION, text, "time duration is greater than max unit");
            }
            return length;
        }
    }
}
