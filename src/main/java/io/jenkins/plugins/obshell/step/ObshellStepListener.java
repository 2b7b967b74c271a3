package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.Run;

/**
 * Learns how the operations of builds end, in Pipelines and in freestyle builds, without a line in a Jenkinsfile. Other
 * plugins implement it with {@link hudson.Extension}, for example to notify somebody or to record backups elsewhere.
 */
public interface ObshellStepListener extends ExtensionPoint {

    /**
     * An operation has ended: a backup, a configuration or a check, with whatever result. A step that is refused because of
     * a wrong parameter begins no operation. The step ends after this method returns, so anything that takes longer than a
     * moment belongs on another thread. An exception is logged and changes nothing for the build. If the controller goes
     * down at this moment, the method is called again after the restart.
     *
     * @param run        the build
     * @param completion what has ended, and how
     */
    void onCompleted(@NonNull Run<?, ?> run, @NonNull ObshellCompletion completion);
}
