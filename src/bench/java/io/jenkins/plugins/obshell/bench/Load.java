package io.jenkins.plugins.obshell.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Set;

/**
 * The cost of waiting for many backups at once.
 *
 * @param backups       the number of backups
 * @param threads       the most threads of the plugin at any time
 * @param sharedThreads the names of the threads that OkHttp has once for all its users
 * @param heapBytes     the heap of one backup
 * @param cpuShare      the processor time of all, as a part of one core
 * @param hasSettled    whether the processor time stopped changing before it was measured
 * @param looksPerSecond how many responses arrived in a second
 * @param storedBytes   the largest stored state of a backup
 */
public record Load(
        int backups,
        int threads,
        Set<String> sharedThreads,
        double heapBytes,
        double cpuShare,
        boolean hasSettled,
        double looksPerSecond,
        int storedBytes) {

    private static final JsonMapper JSON = new JsonMapper();

    /** {@return this load as a line of text} */
    public String line() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the load that {@link #line} wrote} */
    public static Load of(String line) {
        try {
            return JSON.readValue(line, Load.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(line, e);
        }
    }
}
