package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A build that made a backup, on the page of a cluster and in the REST API. */
@ExportedBean(defaultVisibility = 4)
public final class BuildView {

    private final String job;
    private final int number;
    private final String jobUrl;

    /**
     * @param job    the full name of its job
     * @param number its number
     * @param jobUrl the page of the job, relative to Jenkins
     */
    BuildView(@NonNull String job, int number, @NonNull String jobUrl) {
        this.job = job;
        this.number = number;
        this.jobUrl = jobUrl;
    }

    /** {@return the full name of its job} */
    @Exported
    @NonNull
    public String getJob() {
        return job;
    }

    /** {@return its number} */
    @Exported
    public int getNumber() {
        return number;
    }

    /** {@return the page of its backups, relative to Jenkins} */
    @Exported
    @NonNull
    public String getUrl() {
        return jobUrl + number + "/" + ObshellTab.URL_NAME + "/";
    }
}
