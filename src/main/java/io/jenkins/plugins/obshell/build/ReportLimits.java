package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How much a build stores. The constants always hold; the components are halved until the report is small enough.
 *
 * @param subTasks the number of sub-tasks of a DAG, of all nodes together
 * @param log      the number of characters of their logs together
 * @param tenants  the number of tenants
 */
record ReportLimits(int subTasks, int log, int tenants) {

    /** Operations of a build, unless more are running or belong to drills. */
    static final int MOST_OPERATIONS = 100;

    /** How often a build is saved for observations alone. */
    static final Duration SAVE_INTERVAL = Duration.ofMinutes(5);

    /** The size of a report in bytes, as text in {@code build.xml}. */
    static final int MOST_STORED = 48 * 1024;

    static final int MOST_SAMPLES = 120;
    static final int MOST_TENANTS = 50;
    static final int MOST_REQUESTS = 4;
    static final int MOST_DAGS = 3;

    /** The limits to begin with. */
    static final ReportLimits WIDEST = new ReportLimits(64, 10_000, MOST_TENANTS);

    static final int MOST_NODES = 40;
    static final int LOG_LINES_IF_SUCCEEDED = 8;

    private static final int VALUE_LENGTH = 400;

    /** {@return a value of a request, cut to its limit} */
    static String cut(String value) {
        return value.length() <= VALUE_LENGTH ? value : value.substring(0, VALUE_LENGTH - 1) + "…";
    }

    /** {@return the archive with a status cut to its limit} */
    static ArchiveState cut(ArchiveState archive) {
        return archive.status() == null
                ? archive
                : new ArchiveState(
                        archive.tenant(),
                        cut(archive.status()),
                        archive.roundId(),
                        archive.since(),
                        archive.archivedUpTo(),
                        archive.lagSeconds());
    }

    /** {@return limits half as wide, or null if nothing more can be left out} */
    @Nullable
    ReportLimits narrower() {
        return subTasks == 0 ? null : new ReportLimits(subTasks / 2, log / 2, Math.max(5, tenants / 2));
    }

    /** {@return the number of bytes that a text takes in an XML file} */
    static int sizeInXml(String text) {
        int escapes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            escapes += c == '"' || c == '\'' || c == '&' ? 5 : c == '<' || c == '>' ? 3 : 0;
        }
        return text.getBytes(StandardCharsets.UTF_8).length + escapes;
    }
}
