package io.jenkins.plugins.obshell.report;

/** How much of something is done. */
final class Percent {

    private Percent() {}

    /** {@return 0 to 100, or -1 if the total is unknown} */
    static int of(long done, long total) {
        return total <= 0 ? -1 : (int) Math.max(0, Math.min(100, done * 100.0 / total));
    }
}
