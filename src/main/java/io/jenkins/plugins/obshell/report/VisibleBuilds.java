package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.springframework.security.access.AccessDeniedException;

/** The builds of those jobs that the user may read. For one page. */
final class VisibleBuilds {

    private final BackupBuilds builds;
    private final Map<String, Optional<String>> urls = new HashMap<>();

    VisibleBuilds(@NonNull BackupBuilds builds) {
        this.builds = builds;
    }

    /** {@return the build that made the last COMPLETED backup of a tenant; null if none is known that the user may read} */
    @Nullable
    BuildView of(TenantStatus tenant) {
        TenantBackup backup = tenant.lastCompleted().value();
        return backup == null
                ? null
                : builds.of(tenant.tenantId(), backup.jobId())
                        .flatMap(build -> url(build.job()).map(url -> new BuildView(build.job(), build.number(), url)))
                        .orElse(null);
    }

    private Optional<String> url(String job) {
        return urls.computeIfAbsent(job, VisibleBuilds::urlOfReadable);
    }

    /** Jenkins answers with an exception for a job that the user may discover but not read. */
    private static Optional<String> urlOfReadable(String job) {
        try {
            Item item = Jenkins.get().getItemByFullName(job);
            return item instanceof Job<?, ?> readable && readable.hasPermission(Item.READ)
                    ? Optional.of(readable.getUrl())
                    : Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }
}
