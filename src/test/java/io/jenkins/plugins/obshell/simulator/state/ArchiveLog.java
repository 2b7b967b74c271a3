package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The log archiving of one tenant: the mode changes at once, the status follows. A round holds the log without a gap from its
 * start to its checkpoint. It goes on after a pause; after a stop or an interruption only a new round can be begun.
 */
public final class ArchiveLog {

    /**
     * A round, which stays where it is when it is over.
     *
     * @param id          its number
     * @param destination where it lies, as it was set
     * @param start       from when on the log is archived
     * @param checkpoint  up to when the log is archived
     */
    public record Round(int id, String destination, Instant start, Instant checkpoint) {

        private Round upTo(Instant newCheckpoint) {
            return new Round(id, destination, start, newCheckpoint);
        }
    }

    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Set<String> BEFORE_A_PAUSE = Set.of("PREPARE", "BEGINNING", "DOING");

    private final Timeline timeline;
    private final Supplier<String> destination;
    private final List<Round> rounds = new ArrayList<>();
    private boolean archiving;
    private boolean advancing;
    private String status = "";
    private Duration lag = Duration.ofSeconds(5);
    private Duration stopping = STEP;
    private int change;

    /** @param destination where a round that is begun now will lie */
    ArchiveLog(Timeline timeline, Supplier<String> destination) {
        this.timeline = timeline;
        this.destination = destination;
    }

    boolean isClosed() {
        return !archiving;
    }

    public String status() {
        return status;
    }

    /** The newest round as it is now, or null before the first. */
    public Round round() {
        return rounds.isEmpty() ? null : newest().upTo(checkpoint());
    }

    /** All rounds as they are now, the oldest first. */
    public List<Round> rounds() {
        settle();
        return List.copyOf(rounds);
    }

    private Round newest() {
        return rounds.get(rounds.size() - 1);
    }

    /** Never goes back; in microseconds, as it is shown, so that nothing is archived that no reader can see. */
    private Instant checkpoint() {
        Instant reached = newest().checkpoint();
        Instant behind = timeline.now().minus(lag).truncatedTo(ChronoUnit.MICROS);
        return advancing && behind.isAfter(reached) ? behind : reached;
    }

    /** Keeps what is archived by now. */
    private void settle() {
        if (!rounds.isEmpty()) {
            rounds.set(rounds.size() - 1, round());
        }
    }

    private void stand() {
        settle();
        advancing = false;
    }

    void setLag(Duration newLag) {
        settle();
        lag = newLag;
    }

    public void open() {
        if (!archiving) {
            begin(timeline.now());
            become("PREPARE");
            later("BEGINNING", () -> later("DOING", () -> advancing = true));
        }
    }

    /** Is at work since then. */
    void openedAt(Instant start) {
        if (!archiving) {
            begin(start);
            become("DOING");
            advancing = true;
        }
    }

    private void begin(Instant start) {
        stand();
        archiving = true;
        Instant first = start.truncatedTo(ChronoUnit.MICROS);
        rounds.add(new Round(rounds.size() + 1, destination.get(), first, first));
    }

    public void close() {
        archiving = false;
        if (!status.isEmpty() && !status.equals("STOP")) {
            stand();
            become("STOPPING");
            later(stopping, "STOP", () -> {});
        }
    }

    public void defer() {
        if (archiving && BEFORE_A_PAUSE.contains(status)) {
            stand();
            become("SUSPENDING");
            later("SUSPEND", () -> {});
        }
    }

    public void enable() {
        if (status.startsWith("SUSPEND")) {
            become("BEGINNING");
            later("DOING", () -> advancing = true);
        }
    }

    void interrupt() {
        stand();
        become("INTERRUPTED");
    }

    private void become(String next) {
        status = next;
        change++;
    }

    void setStopping(Duration time) {
        stopping = time;
    }

    private void later(String next, Runnable then) {
        later(STEP, next, then);
    }

    private void later(Duration time, String next, Runnable then) {
        int expected = change;
        timeline.after(time, () -> {
            if (change == expected) {
                become(next);
                then.run();
            }
        });
    }
}
