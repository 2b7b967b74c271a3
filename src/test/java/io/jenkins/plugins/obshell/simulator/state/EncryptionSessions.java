package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.BackupRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * The database sessions in which obshells set the password of a backup set. One that is kept holds the password for every
 * later backup, of whatever tenant, until the obshell restarts.
 */
final class EncryptionSessions {

    private final Map<Integer, String> passwords = new HashMap<>();
    private boolean kept;

    void keep() {
        kept = true;
    }

    void restarted(int agent) {
        passwords.remove(agent);
    }

    /** The backup that comes of a request: one without a password gets that of the session. */
    BackupRequest started(int agent, BackupRequest request) {
        if (!kept) {
            return request;
        }
        if (!request.encryption().isEmpty()) {
            passwords.put(agent, request.encryption());
        }
        return new BackupRequest(request.incremental(), request.plusArchive(), passwords.getOrDefault(agent, ""));
    }
}
