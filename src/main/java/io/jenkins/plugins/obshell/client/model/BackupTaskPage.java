package io.jenkins.plugins.obshell.client.model;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.List;

/**
 * A page of a tenant's backups, from {@code GET /api/v1/tenant/{name}/backup/tasks}.
 *
 * @param contents the backups of this page
 */
public record BackupTaskPage(@Nullable List<BackupTask> contents) {

    /** @param contents the backups of this page; null is none */
    public BackupTaskPage {
        contents = ResponseLimits.elements(contents);
    }
}
