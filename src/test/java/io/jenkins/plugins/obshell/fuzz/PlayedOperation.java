package io.jenkins.plugins.obshell.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.ConfigurationOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An operation from beginning to end in virtual time, whatever obshell answers, and what must hold then: it ends in time with
 * an outcome, says nothing that could forge a line, sends no second start after one that may have arrived, and is a success
 * only where obshell said so of this very backup.
 */
final class PlayedOperation {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Timing TIMING = new TimingBuilder()
            .timeout(TIMEOUT)
            .toleratedOutage(Duration.ofMinutes(1))
            .build();

    /** An end is not looked for much longer than there was time; twenty seconds after an abort nothing is. */
    private static final Duration LAST_LOOKS = Duration.ofMinutes(5);

    private static final Duration WATCHED_AFTER_ABORT = Duration.ofMinutes(1);
    private static final int MOST_TURNS = 2000;
    private static final int MOST_REQUESTS = 20_000;
    private static final BackupSettings DESTINATIONS =
            BackupSettingsBuilder.destinations("file:///data", "file:///archive");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Script script;
    private final ManualClock clock = new ManualClock();
    private final ScriptedObshell obshell;
    private final ConsoleLines console = new ConsoleLines();
    private final BackupScope scope;

    private PlayedOperation(Script script) {
        this.script = script;
        this.obshell = new ScriptedObshell(script, clock);
        this.scope = "aR".indexOf(script.option(0)) >= 0 ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
    }

    /** Plays a script to its end, and checks what must hold. */
    static Outcome play(String text) {
        return new PlayedOperation(Script.parse(text)).play();
    }

    private Operation operation() {
        OperationContext context = new OperationContext(
                obshell.client(),
                clock,
                state -> stored(state),
                SecretSource.NONE,
                observation -> observation.toString());
        return switch (script.option(0)) {
            case 'k', 'K' -> new ConfigurationOperation(context, configuration(IfBackupRunning.FAIL));
            case 'i' -> new ConfigurationOperation(context, configuration(IfBackupRunning.INTERRUPT));
            case 'q', 'm' -> new CheckOperation(context, check(null));
            case 'r', 'R' -> new CheckOperation(context, check("1234"));
            default -> new BackupOperation(context, backup());
        };
    }

    private ConfigurationRequest configuration(IfBackupRunning ifRunning) {
        return new ConfigurationRequestBuilder(scope, DESTINATIONS)
                .ifBackupRunning(ifRunning)
                .onlyIfChanged(script.option(0) == 'K')
                .timing(TIMING)
                .build();
    }

    private CheckRequest check(String dagId) {
        boolean strict = script.option(0) == 'm';
        return new CheckRequestBuilder(scope)
                .dagId(dagId)
                .maxAge(strict ? Duration.ofHours(1) : null)
                .maxArchiveLag(strict ? Duration.ofHours(1) : null)
                .timing(TIMING)
                .build();
    }

    private BackupRequest backup() {
        char kind = script.option(0);
        return new BackupRequestBuilder(scope)
                .configuration(kind == 'c' ? configuration(IfBackupRunning.FAIL) : null)
                .ifBackupRunning(
                        kind == 'j' ? IfBackupRunning.JOIN : kind == 'w' ? IfBackupRunning.WAIT : IfBackupRunning.FAIL)
                .unlessNewerThan(kind == 'n' ? Duration.ofHours(1) : null)
                .awaitEnd(kind != 's')
                .timing(TIMING)
                .build();
    }

    private Outcome play() {
        Operation operation = operation();
        OperationState state = operation.begin();
        Instant latest = clock.instant().plus(TIMEOUT).plus(LAST_LOOKS);
        int cancelled = Character.digit(script.option(1), 10);
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            if (turns == cancelled && cancelled > 0) {
                state = operation.cancel(state);
                latest = clock.instant().plus(WATCHED_AFTER_ABORT);
            }
            Turn turn = operation.advance(state).join();
            turn.events().forEach(event -> shown(console.lines(event)));
            state = stored(turn.state());
            if (obshell.exchanges().size() > MOST_REQUESTS) {
                throw new AssertionError(obshell.exchanges().size() + " requests after " + turns + " turns");
            }
            if (turn.isOver()) {
                shown(console.lines(turn.outcome()));
                judge(turn.outcome());
                return turn.outcome();
            }
            if (clock.advance(turn.pause()).isAfter(latest)) {
                throw new AssertionError("Not over in time: " + state.toJson());
            }
        }
        throw new AssertionError("Not over after " + MOST_TURNS + " turns: " + state.toJson());
    }

    private static OperationState stored(OperationState state) {
        return OperationState.fromJson(state.toJson());
    }

    private static void shown(List<String> lines) {
        lines.forEach(ConsoleFuzz::checkLine);
    }

    private void judge(Outcome outcome) {
        startedOnce();
        if (outcome.verdict() != Verdict.SUCCESS) {
            return;
        }
        switch (script.option(0)) {
            case 'k', 'K', 'i', 'r', 'R', 's' -> answered(outcome, "SUCCEED", "data_base_uri", "\"id\"");
            default -> completed(outcome.result().tenants());
        }
    }

    private void startedOnce() {
        boolean mayRun = false;
        for (ScriptedObshell.Exchange exchange : obshell.exchanges()) {
            if (exchange.route() == Script.Route.START) {
                if (mayRun) {
                    throw new AssertionError("A second start after one that may have arrived");
                }
                mayRun = exchange.answer() != null
                        && Set.of(Script.Kind.DATA, Script.Kind.BROKEN)
                                .contains(exchange.answer().kind());
            }
        }
    }

    private void answered(Outcome outcome, String... words) {
        if (obshell.exchanges().stream().noneMatch(exchange -> Stream.of(words).anyMatch(exchange.body()::contains))) {
            throw new AssertionError("A success that nobody told: " + outcome);
        }
    }

    private void completed(List<TenantBackup> backups) {
        boolean starts = "jnqm".indexOf(script.option(0)) < 0;
        if (backups.isEmpty()) {
            throw new AssertionError("A success without a backup");
        }
        for (TenantBackup backup : backups) {
            if (told(starts).stream().noneMatch(job -> isSame(job, backup))) {
                throw new AssertionError("A success that nobody told: " + backup);
            }
        }
    }

    private static boolean isSame(Job job, TenantBackup backup) {
        return Objects.equals(job.tenant(), backup.tenantId()) && Objects.equals(job.id(), backup.jobId());
    }

    private record Job(String tenant, String id) {}

    /** The jobs that obshell said to be COMPLETED; where one was started, those that it had not shown before. */
    private List<Job> told(boolean starts) {
        Set<Job> earlier = new HashSet<>();
        List<Job> told = new ArrayList<>();
        boolean started = !starts;
        for (ScriptedObshell.Exchange exchange : obshell.exchanges()) {
            started |= exchange.route() == Script.Route.START;
            if (exchange.route() == Script.Route.OVERVIEW || exchange.route() == Script.Route.TASKS) {
                for (JsonNode node : objects(exchange.body())) {
                    Job job = new Job(text(node.get("tenant_id")), text(node.get("job_id")));
                    if (!started && job.id() != null) {
                        earlier.add(job);
                    } else if (started && "COMPLETED".equals(text(node.get("status"))) && !earlier.contains(job)) {
                        told.add(job);
                    }
                }
            }
        }
        return told;
    }

    private static String text(JsonNode node) {
        return node == null || node.isNull() ? null : PlainText.line(node.asText());
    }

    private static List<JsonNode> objects(String body) {
        List<JsonNode> found = new ArrayList<>();
        try {
            Deque<JsonNode> left = new ArrayDeque<>(List.of(JSON.readTree(body)));
            while (!left.isEmpty()) {
                JsonNode node = left.pop();
                node.forEach(left::push);
                if (node.path("status").isTextual()) {
                    found.add(node);
                }
            }
        } catch (JsonProcessingException e) {
            return List.of();
        }
        return found;
    }
}
