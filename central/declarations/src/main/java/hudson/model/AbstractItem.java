package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.security.AccessControlled;
import jenkins.model.Loadable;

public abstract class AbstractItem extends Actionable implements Loadable, Item, AccessControlled {

    protected AbstractItem(ItemGroup parent, String name) {}

    @NonNull
    @Override
    public final String getFullName() {
        return Declared.answer();
    }
}
