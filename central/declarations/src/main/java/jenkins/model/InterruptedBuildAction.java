package jenkins.model;

import hudson.model.InvisibleAction;
import java.util.Collection;

public class InterruptedBuildAction extends InvisibleAction {

    public InterruptedBuildAction(Collection<? extends CauseOfInterruption> causes) {}
}
