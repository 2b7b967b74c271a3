package io.jenkins.plugins.obshell.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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
 * @param contactLostAt     since when no endpoint answers, or null
 * @param failedTurns       how many turns in a row brought no answer
 * @param passwordRefusedAt since when the password is refused, or null
 * @param waitMillis        the last wait, from which the next one grows
 * @param told              what it waits for, so that it is told once, or null
 * @param attempt           the start that was sent, or null
 * @param dag               the DAG, or null
 * @param earlierJobs       each tenant's last job from before the start
 * @param jobs              each tenant's job of this backup
 * @param tenantNames       the names of tenants by id
 * @param toldProgress      how many percent were told last
 * @param toldProgressAt    when that was
 * @param joined            whether the backup was started by somebody else
 * @param cancelAskedAt     when it was asked to cancel, or null
 * @param cancelSent        whether obshell has been asked to cancel
 * @param configuration     the state of the configuration that comes first, or null
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OperationState(
        Phase phase,
        Instant begunAt,
        Instant deadline,
        Instant phaseSince,
        boolean contacted,
        @CheckForNull Instant contactLostAt,
        int failedTurns,
        @CheckForNull Instant passwordRefusedAt,
        long waitMillis,
        @CheckForNull String told,
        @CheckForNull StartAttempt attempt,
        @CheckForNull DagTrack dag,
        Map<String, String> earlierJobs,
        Map<String, String> jobs,
        Map<String, String> tenantNames,
        int toldProgress,
        @CheckForNull Instant toldProgressAt,
        boolean joined,
        @CheckForNull Instant cancelAskedAt,
        boolean cancelSent,
        @CheckForNull OperationState configuration)
        implements Serializable {

    private static final long serialVersionUID = 1;

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
        return draft.build();
    }

    /**
     * @param json what {@link #toJson} gave, in this or an older version
     * @return the state
     * @throws IllegalArgumentException where it is no such text
     */
    public static OperationState fromJson(@NonNull String json) {
        return StateCodec.read(json);
    }

    /** {@return the state as JSON text} */
    public String toJson() {
        return StateCodec.write(this);
    }

    /** {@return the id of the DAG that is followed, or null where none is known} */
    @CheckForNull
    public String dagId() {
        if (dag != null) {
            return dag.id();
        }
        return configuration == null ? null : configuration.dagId();
    }

    /** {@return the name of the DAG that is followed, or null where none is known} */
    @CheckForNull
    public String dagName() {
        if (dag != null) {
            return dag.name();
        }
        return configuration == null ? null : configuration.dagName();
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

    OperationState withDag(DagTrack changed) {
        return with(draft -> draft.dag = changed);
    }

    OperationState with(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.phase = phase;
        draft.begunAt = begunAt;
        draft.deadline = deadline;
        draft.phaseSince = phaseSince;
        draft.contacted = contacted;
        draft.contactLostAt = contactLostAt;
        draft.failedTurns = failedTurns;
        draft.passwordRefusedAt = passwordRefusedAt;
        draft.waitMillis = waitMillis;
        draft.told = told;
        draft.attempt = attempt;
        draft.dag = dag;
        draft.earlierJobs = earlierJobs;
        draft.jobs = jobs;
        draft.tenantNames = tenantNames;
        draft.toldProgress = toldProgress;
        draft.toldProgressAt = toldProgressAt;
        draft.joined = joined;
        draft.cancelAskedAt = cancelAskedAt;
        draft.cancelSent = cancelSent;
        draft.configuration = configuration;
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
        Instant contactLostAt;
        int failedTurns;
        Instant passwordRefusedAt;
        long waitMillis;
        String told;
        StartAttempt attempt;
        DagTrack dag;
        Map<String, String> earlierJobs = Map.of();
        Map<String, String> jobs = Map.of();
        Map<String, String> tenantNames = Map.of();
        int toldProgress;
        Instant toldProgressAt;
        boolean joined;
        Instant cancelAskedAt;
        boolean cancelSent;
        OperationState configuration;

        private OperationState build() {
            return new OperationState(
                    phase,
                    begunAt,
                    deadline,
                    phaseSince,
                    contacted,
                    contactLostAt,
                    failedTurns,
                    passwordRefusedAt,
                    waitMillis,
                    told,
                    attempt,
                    dag,
                    earlierJobs,
                    jobs,
                    tenantNames,
                    toldProgress,
                    toldProgressAt,
                    joined,
                    cancelAskedAt,
                    cancelSent,
                    configuration);
        }
    }
}
