package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.time.Instant;

/** The log archiving of one tenant: the mode changes at once, the status follows. */
public final class ArchiveLog {

    private static final Duration STEP = Duration.ofSeconds(2);

    private final Timeline timeline;
    private boolean archiving;
    private String status = "";
    private int round;
    private Instant startedAt;
    private Instant frozenCheckpoint;
    private Duration lag = Duration.ofSeconds(5);
    private Duration stopping = STEP;
    private int change;

    ArchiveLog(Timeline timeline) {
        this.timeline = timeline;
    }

    boolean isClosed() {
        return !archiving;
    }

    public String status() {
        return status;
    }

    public int round() {
        return round;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant checkpoint() {
        return frozenCheckpoint == null ? timeline.now().minus(lag) : frozenCheckpoint;
    }

    void setLag(Duration newLag) {
        lag = newLag;
    }

    public void open() {
        if (archiving) {
            return;
        }
        archiving = true;
        round++;
        startedAt = timeline.now();
        become("PREPARE");
        later("BEGINNING", () -> later("DOING", () -> frozenCheckpoint = null));
    }

    public void close() {
        archiving = false;
        if (!status.isEmpty() && !status.equals("STOP")) {
            frozenCheckpoint = checkpoint();
            become("STOPPING");
            later(stopping, "STOP", () -> {});
        }
    }

    public void defer() {
        if (archiving) {
            frozenCheckpoint = checkpoint();
            become("SUSPENDING");
            later("SUSPEND", () -> {});
        }
    }

    public void enable() {
        if (status.startsWith("SUSPEND")) {
            become("BEGINNING");
            later("DOING", () -> frozenCheckpoint = null);
        }
    }

    void interrupt() {
        frozenCheckpoint = checkpoint();
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
