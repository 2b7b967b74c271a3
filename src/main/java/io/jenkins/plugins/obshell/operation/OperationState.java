package io.jenkins.plugins.obshell.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Where an operation stands between two turns: ids, names and absolute instants, no secret. It is stored as compact JSON,
 * whatever serializes it, so that states of older versions load.
 *
 * @param phase             where it is
 * @param begunAt           when it began
 * @param deadline          when it gives up
 * @param phaseSince        when it came into this phase
 * @param contacted         whether any endpoint has answered yet
 * @param admitted          whether the password was ever accepted
 * @param contactLostAt     since when no endpoint answers, or null
 * @param failedTurns       how many turns in a row brought no answer
 * @param passwordRefusedAt since when the password is refused, or null
 * @param waitMillis        the last wait, from which the next one grows
 * @param followedMillis    how long the backup has been followed, the pauses alone
 * @param asked             how many requests that took
 * @param looksWithoutDag   how many looks in a row were at the backup alone
 * @param turnEndedAt       when the last turn ended, or null
 * @param pauseMillis       how long the pause after it was to be
 * @param serverAhead       how far obshell's clock was ahead in milliseconds when that was last known, or null
 * @param unwatchedMillis   how much time passed unwatched since then: a sleep, a restart, or a clock that was put forward
 * @param lastLookUntil     until when the deadline does not count after such a time, or null
 * @param told              what it waits for, so that it is told once, or null
 * @param waitingFor        the same for a person, or null
 * @param attempt           the start that was sent, or null
 * @param dag               the DAG, or null
 * @param earlierJobs       each tenant's last job from before the start
 * @param jobs              each tenant's job of this backup
 * @param tenantNames       the names of tenants by id
 * @param toldProgress      how many percent were told last
 * @param toldProgressAt    when that was
 * @param recordMissingAt   since when the record of a job is missing that should be there, or null
 * @param joined            whether the backup was started by somebody else
 * @param cancelAskedAt     when it was asked to cancel, or null
 * @param cancelSent        whether obshell has been asked to cancel the backup
 * @param dagCancelSent     whether obshell has been asked to cancel the DAG
 * @param configuration     the state of the configuration that comes first, or null
 * @param outcome           the end, or null before
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OperationState(
        Phase phase,
        Instant begunAt,
        Instant deadline,
        Instant phaseSince,
        boolean contacted,
        boolean admitted,
        @Nullable Instant contactLostAt,
        int failedTurns,
        @Nullable Instant passwordRefusedAt,
        long waitMillis,
        long followedMillis,
        int asked,
        int looksWithoutDag,
        @Nullable Instant turnEndedAt,
        long pauseMillis,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long serverAhead,

        long unwatchedMillis,
        @Nullable Instant lastLookUntil,
        @Nullable String told,
        @Nullable String waitingFor,
        @Nullable StartAttempt attempt,
        @Nullable FollowedDag dag,
        Map<String, String> earlierJobs,
        Map<String, String> jobs,
        Map<String, String> tenantNames,
        int toldProgress,
        @Nullable Instant toldProgressAt,
        @Nullable Instant recordMissingAt,
        boolean joined,
        @Nullable Instant cancelAskedAt,
        boolean cancelSent,
        boolean dagCancelSent,
        @Nullable OperationState configuration,
        @Nullable Outcome outcome)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** A host can be this late; what is beyond it is a clock that was put forward, a sleep or a restart. */
    private static final Duration LATENESS = Duration.ofSeconds(30);

    /** After a time in which nobody looked there is time for a last look, whatever the deadline was. */
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    /** Copies the maps; null is empty. */
    public OperationState {
        phase = phase == null ? Phase.NEW : phase;
        earlierJobs = sorted(earlierJobs);
        jobs = sorted(jobs);
        tenantNames = sorted(tenantNames);
    }

    static OperationState begin(Instant now, Duration timeout) {
        Draft draft = new Draft();
        draft.phase = Phase.NEW;
        draft.begunAt = now;
        draft.deadline = now.plus(timeout);
        draft.phaseSince = now;
        draft.turnEndedAt = now;
        return draft.build();
    }

    /**
     * @param json what {@link #toJson} gave, in this or an older version
     * @return the state
     * @throws IllegalArgumentException where it is no such text
     */
    public static OperationState fromJson(@NonNull String json) {
        return StoredJson.read(json, OperationState.class);
    }

    /** {@return the state as JSON text} */
    public String toJson() {
        return StoredJson.write(this);
    }

    /** {@return the id of the DAG that is followed, without secrets; null where none is known} */
    @Nullable
    public String dagId() {
        if (dag != null) {
            return dag.shownId() == null ? dag.id() : dag.shownId();
        }
        return configuration == null ? null : configuration.dagId();
    }

    /** {@return the name of the DAG that is followed, without secrets; null where none is known} */
    @Nullable
    public String dagName() {
        if (dag != null) {
            return dag.shownName() == null ? dag.name() : dag.shownName();
        }
        return configuration == null ? null : configuration.dagName();
    }

    /** The same without secrets in what is shown of it; ids and names by which things are found stay as they are. */
    OperationState shown(RecordTextMapper texts) {
        return with(draft -> {
            draft.told = texts.changed(told);
            draft.waitingFor = texts.changed(waitingFor);
            draft.attempt = attempt == null ? null : attempt.because(texts.changed(attempt.problem()));
            draft.dag = dag == null ? null : dag.shown(texts);
            draft.configuration = configuration == null ? null : configuration.shown(texts);
        });
    }

    /** Whether what is shown of it is the same as of another one. */
    boolean showsTheSameAs(@Nullable OperationState other) {
        return other != null
                && Objects.equals(told, other.told)
                && Objects.equals(waitingFor, other.waitingFor)
                && Objects.equals(problem(), other.problem())
                && (dag == null ? other.dag == null : dag.showsTheSameAs(other.dag))
                && (configuration == null
                        ? other.configuration == null
                        : configuration.showsTheSameAs(other.configuration));
    }

    @Nullable
    private String problem() {
        return attempt == null ? null : attempt.problem();
    }

    /** Goes into a phase; the wait begins anew. */
    OperationState in(Phase next) {
        return with(draft -> {
            draft.phase = next;
            draft.waitMillis = 0;
        });
    }

    OperationState in(Phase next, Instant now) {
        return in(next).with(draft -> draft.phaseSince = now);
    }

    /**
     * The state as of now: time that nobody watched, because the controller slept or its clock was put forward, does not
     * count against any patience; a clock that was put back takes all instants with it.
     */
    OperationState resumedAt(Instant now) {
        if (turnEndedAt == null) {
            return this;
        }
        Duration passed = Duration.between(turnEndedAt, now);
        Duration pause = Duration.ofMillis(pauseMillis);
        if (passed.isNegative()) {
            Duration back = passed.minus(pause);
            return shifted(back).with(draft -> {
                draft.begunAt = shifted(begunAt, back);
                draft.deadline = shifted(deadline, back);
                draft.lastLookUntil = shifted(lastLookUntil, back);
                draft.serverAhead = serverAhead == null ? null : serverAhead - back.toMillis();
                draft.attempt = attempt == null ? null : attempt.shifted(back);
            });
        }
        Duration unwatched = passed.minus(pause).minus(LATENESS);
        if (unwatched.isNegative() || unwatched.isZero()) {
            return this;
        }
        return shifted(unwatched).with(draft -> {
            draft.unwatchedMillis = unwatchedMillis + unwatched.toMillis();
            draft.lastLookUntil = now.plus(LAST_LOOK);
            draft.attempt = attempt == null ? null : attempt.settlingLater(unwatched);
        });
    }

    /**
     * The state after obshell's clock was seen: where it fell back against ours while nobody watched, ours was put forward,
     * and the deadline goes with it; else it was a sleep or a restart, and the deadline stays.
     */
    OperationState seenAhead(Duration ahead) {
        long fallen = serverAhead == null ? 0 : serverAhead - ahead.toMillis();
        // A clock of obshell that falls and falls while somebody watches must not keep off the deadline for ever.
        boolean putForward = unwatchedMillis > 0
                && fallen > LATENESS.toMillis()
                && fallen <= unwatchedMillis + 2 * LATENESS.toMillis();
        return with(draft -> {
            draft.serverAhead = ahead.toMillis();
            draft.unwatchedMillis = 0;
            if (putForward) {
                draft.begunAt = begunAt.plusMillis(fallen);
                draft.deadline = deadline.plusMillis(fallen);
            }
        });
    }

    /**
     * @param now the local time, at which a turn begins
     * @return when that turn must have ended: at the deadline, or later if nobody watched the operation before
     */
    public Instant endsAt(Instant now) {
        OperationState resumed = resumedAt(now);
        Instant lastLook = resumed.lastLookUntil;
        return lastLook != null && lastLook.isAfter(resumed.deadline) ? lastLook : resumed.deadline;
    }

    boolean hasTimeLeft(Instant now) {
        return now.isBefore(deadline) || lastLookUntil != null && now.isBefore(lastLookUntil);
    }

    private OperationState shifted(Duration by) {
        return with(draft -> {
            draft.phaseSince = shifted(phaseSince, by);
            draft.contactLostAt = shifted(contactLostAt, by);
            draft.passwordRefusedAt = shifted(passwordRefusedAt, by);
            draft.toldProgressAt = shifted(toldProgressAt, by);
            draft.recordMissingAt = shifted(recordMissingAt, by);
            draft.cancelAskedAt = shifted(cancelAskedAt, by);
            draft.configuration = configuration == null ? null : configuration.nestedShifted(by);
        });
    }

    private OperationState nestedShifted(Duration by) {
        return shifted(by)
                .with(draft -> draft.attempt =
                        attempt == null ? null : by.isNegative() ? attempt.shifted(by) : attempt.settlingLater(by));
    }

    private static Instant shifted(Instant instant, Duration by) {
        return instant == null ? null : instant.plus(by);
    }

    OperationState asking(int requests) {
        return with(draft -> draft.asked = asked + requests);
    }

    OperationState withDag(FollowedDag changed) {
        return with(draft -> draft.dag = changed);
    }

    OperationState with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.phase = phase;
        draft.begunAt = begunAt;
        draft.deadline = deadline;
        draft.phaseSince = phaseSince;
        draft.contacted = contacted;
        draft.admitted = admitted;
        draft.contactLostAt = contactLostAt;
        draft.failedTurns = failedTurns;
        draft.passwordRefusedAt = passwordRefusedAt;
        draft.waitMillis = waitMillis;
        draft.followedMillis = followedMillis;
        draft.asked = asked;
        draft.looksWithoutDag = looksWithoutDag;
        draft.turnEndedAt = turnEndedAt;
        draft.pauseMillis = pauseMillis;
        draft.serverAhead = serverAhead;
        draft.unwatchedMillis = unwatchedMillis;
        draft.lastLookUntil = lastLookUntil;
        draft.told = told;
        draft.waitingFor = waitingFor;
        draft.attempt = attempt;
        draft.dag = dag;
        draft.earlierJobs = earlierJobs;
        draft.jobs = jobs;
        draft.tenantNames = tenantNames;
        draft.toldProgress = toldProgress;
        draft.toldProgressAt = toldProgressAt;
        draft.recordMissingAt = recordMissingAt;
        draft.joined = joined;
        draft.cancelAskedAt = cancelAskedAt;
        draft.cancelSent = cancelSent;
        draft.dagCancelSent = dagCancelSent;
        draft.configuration = configuration;
        draft.outcome = outcome;
        change.accept(draft);
        return draft.build();
    }

    private Object writeReplace() {
        return new Stored(toJson());
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return map == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(map));
    }

    /** The serialized form: Java, JBoss Marshalling and XStream all handle it, which is not so for records. */
    private static final class Stored implements Serializable {

        private static final long serialVersionUID = 1;

        private final String json;

        Stored(String json) {
            this.json = json;
        }

        private Object readResolve() {
            return fromJson(json);
        }
    }

    /** A state in the making. */
    static final class Draft {
        Phase phase;
        Instant begunAt;
        Instant deadline;
        Instant phaseSince;
        boolean contacted;
        boolean admitted;
        Instant contactLostAt;
        int failedTurns;
        Instant passwordRefusedAt;
        long waitMillis;
        long followedMillis;
        int asked;
        int looksWithoutDag;
        Instant turnEndedAt;
        long pauseMillis;
        Long serverAhead;
        long unwatchedMillis;
        Instant lastLookUntil;
        String told;
        String waitingFor;
        StartAttempt attempt;
        FollowedDag dag;
        Map<String, String> earlierJobs = Map.of();
        Map<String, String> jobs = Map.of();
        Map<String, String> tenantNames = Map.of();
        int toldProgress;
        Instant toldProgressAt;
        Instant recordMissingAt;
        boolean joined;
        Instant cancelAskedAt;
        boolean cancelSent;
        boolean dagCancelSent;
        OperationState configuration;
        Outcome outcome;

        private OperationState build() {
            return new OperationState(
                    phase,
                    begunAt,
                    deadline,
                    phaseSince,
                    contacted,
                    admitted,
                    contactLostAt,
                    failedTurns,
                    passwordRefusedAt,
                    waitMillis,
                    followedMillis,
                    asked,
                    looksWithoutDag,
                    turnEndedAt,
                    pauseMillis,
                    serverAhead,
                    unwatchedMillis,
                    lastLookUntil,
                    told,
                    waitingFor,
                    attempt,
                    dag,
                    earlierJobs,
                    jobs,
                    tenantNames,
                    toldProgress,
                    toldProgressAt,
                    recordMissingAt,
                    joined,
                    cancelAskedAt,
                    cancelSent,
                    dagCancelSent,
                    configuration,
                    outcome);
        }
    }
}
