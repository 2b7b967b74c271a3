package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.model.EnvironmentContributingAction;
import hudson.model.InvisibleAction;
import hudson.model.Run;

/** Gives the following build steps what the last obshell build step found, as environment variables. */
public final class ObshellEnvironmentAction extends InvisibleAction implements EnvironmentContributingAction {

    /** The variable with the id of the DAG. */
    public static final String DAG_ID = "OBSHELL_DAG_ID";

    /** The variable with OceanBase's word for how the backup stands. */
    public static final String STATUS = "OBSHELL_BACKUP_STATUS";

    /** The variable with the id of the backup set. */
    public static final String SET_ID = "OBSHELL_BACKUP_SET_ID";

    /** The variable for the path of the backup set. */
    public static final String PATH = "OBSHELL_BACKUP_PATH";

    /** The variable with the SCN to which the backup can be restored. */
    public static final String RESTORE_POINT = "OBSHELL_RESTORE_POINT";

    private final String dagId;
    private final String status;
    private final String setId;
    private final String path;

    private final String restorePoint;

    ObshellEnvironmentAction(ObshellResult result) {
        dagId = result.getDagId();
        status = result.getStatus();
        setId = result.getBackupSetId();
        path = result.getPath();
        restorePoint = result.getRestorePoint();
    }

    /** Sets the variables whose value is known. */
    @Override
    public void buildEnvironment(@NonNull Run<?, ?> run, @NonNull EnvVars env) {
        env.putIfNotNull(DAG_ID, dagId);
        env.putIfNotNull(STATUS, status);
        env.putIfNotNull(SET_ID, setId);
        env.putIfNotNull(PATH, path);
        env.putIfNotNull(RESTORE_POINT, restorePoint);
    }
}
