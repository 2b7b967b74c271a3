package jenkins.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.model.Action;
import java.util.Collection;

public abstract class TransientActionFactory<T> implements ExtensionPoint {

    public abstract Class<T> type();

    public Class<? extends Action> actionType() {
        return Declared.answer();
    }

    @NonNull
    public abstract Collection<? extends Action> createFor(@NonNull T target);
}
