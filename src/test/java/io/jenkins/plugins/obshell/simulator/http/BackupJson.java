package io.jenkins.plugins.obshell.simulator.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Backup;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;

/** Backups as the API shows them. */
record BackupJson(GoTime time) {

    ObjectNode task(Backup backup) {
        Backup.Ids ids = backup.ids();
        BackupPlan plan = backup.plan();
        long input = Math.round(plan.bytes() * backup.copied());
        long output = input * 2 / 5;
        double seconds = Math.max(0.001, backup.elapsed().toMillis() / 1000.0);
        long blocks = plan.bytes() / (2L << 20);
        return Json.object()
                .put("tenant_id", ids.tenantId())
                .put("task_id", ids.taskId())
                .put("job_id", ids.jobId())
                .put("incarnation", 1)
                .put("backup_set_id", ids.setId())
                .put("start_timestamp", time.stored(backup.start()))
                .put("end_timestamp", time.stored(backup.end()))
                .put("status", backup.status())
                .put("start_scn", backup.startScn())
                .put("end_scn", backup.endScn())
                .put("user_ls_start_scn", backup.userLsStartScn())
                .put("encryption_mode", backup.encryption().isEmpty() ? "NONE" : "PASSWORD")
                .put("input_bytes", input)
                .put("output_bytes", output)
                .put("output_rate_bytes", Math.round(output / seconds * 100) / 100.0)
                .put("extra_meta_bytes", 0)
                .put("tablet_count", plan.tablets())
                .put("finish_tablet_count", Math.round(plan.tablets() * backup.copied()))
                .put("macro_block_count", blocks)
                .put("finish_macro_block_count", Math.round(blocks * backup.copied()))
                .put("file_count", 0)
                .put("meta_turn_id", 1)
                .put("data_turn_id", 1)
                .put("result", backup.result())
                .put("comment", backup.comment())
                .put("path", backup.path());
    }

    ObjectNode job(Backup backup) {
        ObjectNode job = Json.object()
                .put("tenant_id", backup.ids().tenantId())
                .put("job_id", backup.ids().jobId())
                .put("backup_set_id", backup.ids().setId())
                .put("plus_archivelog", backup.plusArchive() ? "ON" : "OFF")
                .put("backup_type", backup.incremental() ? "INC" : "FULL")
                .put("start_timestamp", time.stored(backup.start()));
        if (backup.isOver()) {
            job.put("end_timestamp", time.stored(backup.end()));
        }
        return job.put("status", backup.jobStatus())
                .put("result", backup.result())
                .put("comment", backup.comment())
                .put("description", "")
                .put("path", backup.path());
    }
}
