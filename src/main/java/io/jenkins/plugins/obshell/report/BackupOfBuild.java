package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A backup in the history of a job. */
@ExportedBean(defaultVisibility = 3)
public final class BackupOfBuild {

    private final int number;
    private final String url;
    private final OperationView operation;

    BackupOfBuild(int number, String url, OperationView operation) {
        this.number = number;
        this.url = url;
        this.operation = operation;
    }

    /** {@return the number of the build} */
    @Exported
    public int getNumber() {
        return number;
    }

    /** {@return the page of the backup, relative to Jenkins} */
    @NonNull
    public String getPage() {
        return url + ObshellTab.URL_NAME + "/";
    }

    /** {@return the backup} */
    @Exported
    @NonNull
    public OperationView getOperation() {
        return operation;
    }
}
