package io.jenkins.plugins.obshell.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;

/**
 * What it takes to wait for many backups.
 *
 * @param backups          how many
 * @param threads          the most threads of the plugin
 * @param sharedThreads    the names of those that OkHttp has once for all who use it
 * @param heapBytes        the heap that each takes
 * @param cpuShare         the part of one core that all take
 * @param latestSeconds    the latest answer, from when it was to be asked for
 * @param mostlySeconds    the same of 99 in 100
 * @param requestsASecond  how many requests a second were sent
 * @param storedBytes      the most that is stored of one
 */
public record Load(
        int backups,
        int threads,
        Set<String> sharedThreads,
        double heapBytes,
        double cpuShare,
        double latestSeconds,
        double mostlySeconds,
        double requestsASecond,
        int storedBytes) {

    private static final JsonMapper JSON = new JsonMapper();

    /** {@return as a line of text} */
    public String line() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return what {@link #line} gave} */
    public static Load of(String line) {
        try {
            return JSON.readValue(line, Load.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}
