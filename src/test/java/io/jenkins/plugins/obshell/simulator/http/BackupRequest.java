package io.jenkins.plugins.obshell.simulator.http;

import java.util.Locale;

/** The body of a request for a backup. */
public record BackupRequest(boolean incremental, boolean plusArchive, String encryption) {

    static BackupRequest read(GoObject body) throws GoObject.MismatchException, ObshellException {
        String mode = body.string("mode")
                .filter(text -> !text.isEmpty())
                .orElse("full")
                .toLowerCase(Locale.ROOT);
        String encryption = body.string("encryption").orElse("");
        boolean plusArchive = body.bool("plus_archive").orElse(false);
        if (!mode.equals("full") && !mode.equals("incremental")) {
            throw ObshellException.of(ErrorCode.MODE_INVALID, mode, "full", "incremental");
        }
        return new BackupRequest(mode.equals("incremental"), plusArchive, encryption);
    }

    public String modeWord() {
        return incremental ? "incremental" : "full";
    }
}
