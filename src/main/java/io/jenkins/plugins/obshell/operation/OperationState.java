package io.jenkins.plugins.obshell.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Where an operation stands between two turns: ids, names and absolute instants, no secret. It is stored as compact JSON,
 * whatever serializes it.
 *
 * @param phase         where it is
 * @param begunAt       when it began
 * @param deadline      when it gives up
 * @param phaseSince    when it came into this phase
 * @param contact       how the contact with obshell stands
 * @param pace          how its turns follow each other
 * @param reported      what was reported last
 * @param attempt       the start that was sent, or null
 * @param dag           the DAG, or null
 * @param backups       the backups that it follows
 * @param cancellation  how far an abort has come
 * @param configuration the state of the configuration that comes first, or null
 * @param archive       the wait for the log archive after the backup, or null
 * @param separate      the backups of several tenants one by one, or null
 * @param drill         the restore of a drill or its clean-up, or null
 * @param outcome       the end, or null before
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record OperationState(
        Phase phase,
        Instant begunAt,
        Instant deadline,
        Instant phaseSince,
        Contact contact,
        Pace pace,
        Reported reported,
        @Nullable StartAttempt attempt,
        @Nullable FollowedDag dag,
        Backups backups,
        Cancellation cancellation,
        @Nullable OperationState configuration,
        @Nullable AwaitedArchive archive,
        @Nullable SeparateBackups separate,
        @Nullable Drill drill,
        @Nullable Outcome outcome)
        implements Serializable, OperationStateBuilder.With {

    private static final long serialVersionUID = 1;

    /** A host can be this late; what is beyond it is a sleep, a restart or a clock that was put forward. */
    private static final Duration LATENESS = Duration.ofSeconds(30);

    /** After a time in which nobody looked there is time for a last look, whatever the deadline was. */
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    /** A group that is missing in the stored text is the empty one. */
    public OperationState {
        phase = Objects.requireNonNullElse(phase, Phase.NEW);
        contact = Objects.requireNonNullElse(contact, Contact.NONE);
        pace = Objects.requireNonNullElse(pace, Pace.NONE);
        reported = Objects.requireNonNullElse(reported, Reported.NOTHING);
        backups = Objects.requireNonNullElse(backups, Backups.NONE);
        cancellation = Objects.requireNonNullElse(cancellation, Cancellation.NONE);
    }

    static OperationState begin(Instant now, Duration timeout) {
        return OperationStateBuilder.builder()
                .begunAt(now)
                .deadline(now.plus(timeout))
                .phaseSince(now)
                .pace(Pace.NONE.turnEnded(now, Duration.ZERO))
                .build();
    }

    /**
     * @param json what {@link #toJson} gave
     * @return the state
     * @throws IllegalArgumentException if it is no such text
     */
    public static OperationState fromJson(@NonNull String json) {
        return StoredJson.read(json, OperationState.class);
    }

    /** {@return the state as JSON text} */
    public String toJson() {
        return StoredJson.write(this);
    }

    /** {@return the id of the DAG that is followed, without secrets; null if none is known} */
    @Nullable
    public String dagId() {
        if (dag != null) {
            return dag.shownId() == null ? dag.id() : dag.shownId();
        }
        OperationState inner = inner();
        return inner == null ? null : inner.dagId();
    }

    /** {@return the name of the DAG that is followed, without secrets; null if none is known} */
    @Nullable
    public String dagName() {
        if (dag != null) {
            return dag.shownName() == null ? dag.name() : dag.shownName();
        }
        OperationState inner = inner();
        return inner == null ? null : inner.dagName();
    }

    /** {@return the state of the only operation that this one is made of; null if there is none} */
    @Nullable
    private OperationState inner() {
        return separate == null ? configuration : separate.together();
    }

    /**
     * {@return the time by OceanBase's clock, by which backups and DAGs are dated; null if that clock is unknown}
     *
     * @param local the time by the local clock, or null
     */
    @Nullable
    public Instant databaseTime(@Nullable Instant local) {
        return local == null || contact.databaseAheadMillis() == null
                ? null
                : local.plusMillis(contact.databaseAheadMillis());
    }

    /** {@return the result as far as it is known without a look at obshell} */
    public OperationResult known() {
        if (separate != null && separate.together() == null) {
            return separate.ended().result();
        }
        return archive == null
                ? new OperationResult(dagId(), dagName(), null, null, null, List.of())
                : archive.backup().result();
    }

    /** {@return the tenant that a restore makes or may still make; null if nothing was sent, so that there is nothing to drop} */
    @Nullable
    public ScratchTenant scratchTenant() {
        if (drill == null || attempt == null && dag == null) {
            return null;
        }
        return dag == null
                ? drill.scratch().appearingUntil(attempt.mayBeginUntil())
                : drill.scratch().ofDag(dag.id());
    }

    /** {@return the backup that a drill restores; null before it is chosen} */
    @Nullable
    public RestoredBackup restoredBackup() {
        return drill == null ? null : drill.backup();
    }

    /** The same without secrets in what is shown of it; ids and names by which things are found stay as they are. */
    OperationState masked(RecordTextMapper texts) {
        return withReported(reported.masked(texts))
                .withAttempt(attempt == null ? null : attempt.withProblem(texts.changed(attempt.problem())))
                .withDag(dag == null ? null : dag.masked(texts))
                .withConfiguration(configuration == null ? null : configuration.masked(texts))
                .withArchive(archive == null ? null : archive.masked(texts))
                .withSeparate(separate == null ? null : separate.masked(texts))
                .withDrill(drill == null ? null : drill.masked(texts));
    }

    /** Goes into a phase; the wait begins anew. */
    OperationState in(Phase next) {
        return with(it -> it.phase(next).pace(pace.restarted()));
    }

    OperationState in(Phase next, Instant now) {
        return in(next).withPhaseSince(now);
    }

    /**
     * {@return what a restart must not lose: the state without the last wait, the last report, the count of failures, and the
     * outcome, which is stored beside it}
     */
    public OperationState durable() {
        return withPace(Pace.NONE)
                .withOutcome(null)
                .withReported(Reported.NOTHING)
                .withContact(contact.withFailedTurns(0))
                .withConfiguration(configuration == null ? null : configuration.durable())
                .withSeparate(separate == null ? null : separate.durable());
    }

    /**
     * The state as of now: time that nobody watched, because the controller slept or its clock was put forward, counts
     * against no patience; a clock that was put back takes all instants with it. Each counts once, even if this state is
     * stored before the turn ends.
     */
    OperationState resumedAt(Instant now) {
        if (pace.turnEndedAt() == null) {
            return this;
        }
        Duration passed = Duration.between(pace.turnEndedAt(), now);
        Duration pause = Duration.ofMillis(pace.pauseMillis());
        if (passed.isNegative()) {
            Duration back = passed.minus(pause);
            return shifted(back)
                    .with(it -> it.begunAt(begunAt.plus(back)).deadline(deadline.plus(back)))
                    .withPace(pace.withLastLookUntil(shifted(pace.lastLookUntil(), back))
                            .turnEnded(now, Duration.ZERO));
        }
        Duration unwatched = passed.minus(pause);
        return unwatched.compareTo(LATENESS) <= 0
                ? this
                : shifted(unwatched)
                        .withPace(pace.withLastLookUntil(now.plus(LAST_LOOK)).turnEnded(now, Duration.ZERO));
    }

    /**
     * @param now the local time, at which a turn begins
     * @return when that turn must have ended: at the deadline, or later if nobody watched the operation before
     */
    public Instant endsAt(Instant now) {
        OperationState resumed = resumedAt(now);
        Instant lastLook = resumed.pace.lastLookUntil();
        return lastLook != null && lastLook.isAfter(resumed.deadline) ? lastLook : resumed.deadline;
    }

    boolean hasTimeLeft(Instant now) {
        return now.isBefore(deadline) || pace.lastLookUntil() != null && now.isBefore(pace.lastLookUntil());
    }

    /** All instants but the beginning and the deadline are moved. Separate backups have a pace of their own. */
    private OperationState shifted(Duration by) {
        return withPhaseSince(phaseSince.plus(by))
                .withContact(contact.shifted(by))
                .withReported(reported.shifted(by))
                .withBackups(backups.shifted(by))
                .withCancellation(cancellation.shifted(by))
                .withAttempt(attempt == null ? null : attempt.shifted(by))
                .withConfiguration(configuration == null ? null : configuration.shifted(by))
                .withArchive(archive == null ? null : archive.shifted(by))
                .withDrill(drill == null ? null : drill.shifted(by));
    }

    @Nullable
    static Instant shifted(@Nullable Instant instant, Duration by) {
        return instant == null ? null : instant.plus(by);
    }

    OperationState asking(int requests) {
        return withPace(pace.asking(requests));
    }

    /** What is waited for is over. */
    OperationState nothingAwaited() {
        return withReported(reported.waitingFor(null, null));
    }

    private Object writeReplace() {
        return new Stored(toJson());
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
}
