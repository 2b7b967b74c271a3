package io.jenkins.plugins.obshell.simulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** All requests that came to a cluster, in their order. Safe for many threads. */
public final class RequestLog {

    private final List<ReceivedRequest> requests = new ArrayList<>();
    private int inFlight;
    private int maxInFlight;

    public RequestLog() {}

    synchronized void add(ReceivedRequest request) {
        requests.add(request);
    }

    /** What was forgotten meanwhile stays so. */
    synchronized void replace(ReceivedRequest earlier, ReceivedRequest later) {
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i) == earlier) {
                requests.set(i, later);
            }
        }
    }

    synchronized void enter() {
        inFlight++;
        maxInFlight = Math.max(maxInFlight, inFlight);
    }

    synchronized void leave() {
        inFlight--;
    }

    /** A copy of what came so far. */
    public synchronized List<ReceivedRequest> all() {
        return List.copyOf(requests);
    }

    /** What came with this method, where the regular expression fits the whole path. */
    public List<ReceivedRequest> matching(String method, String path) {
        Pattern pattern = Pattern.compile(path);
        return all().stream()
                .filter(request -> request.method().equals(method)
                        && pattern.matcher(request.path()).matches())
                .toList();
    }

    /** How many came with this method, where the regular expression fits the whole path. */
    public int count(String method, String path) {
        return matching(method, path).size();
    }

    /** How many came. */
    public synchronized int size() {
        return requests.size();
    }

    /** The greatest number of requests that were being answered at the same time. */
    public synchronized int maxInFlight() {
        return maxInFlight;
    }

    /** Forgets everything. */
    public synchronized void clear() {
        requests.clear();
        maxInFlight = inFlight;
    }
}
