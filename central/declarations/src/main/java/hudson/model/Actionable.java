package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;

public abstract class Actionable extends AbstractModelObject {

    public void addAction(@NonNull Action a) {
        Declared.call();
    }

    public boolean addOrReplaceAction(@NonNull Action a) {
        return Declared.answer();
    }

    public boolean removeActions(@NonNull Class<? extends Action> clazz) {
        return Declared.answer();
    }

    public <T extends Action> T getAction(Class<T> type) {
        return Declared.answer();
    }
}
