package jenkins.model;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractCIBase;
import hudson.model.DescriptorByNameOwner;
import hudson.model.ModifiableViewGroup;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.IOException;
import jenkins.util.io.OnMaster;

public class Jenkins extends AbstractCIBase
        implements DirectlyModifiableTopLevelItemGroup,
                ModifiableViewGroup,
                AccessControlled,
                DescriptorByNameOwner,
                ModelObjectWithContextMenu,
                ModelObjectWithChildren,
                OnMaster,
                Loadable {

    public static final Permission ADMINISTER = null;

    public static final Permission READ = null;

    private Jenkins() {}

    @NonNull
    public static Jenkins get() throws IllegalStateException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void load() throws IOException {}

    @Override
    public void save() throws IOException {}
}
