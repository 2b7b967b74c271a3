package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.security.Permission;

public abstract class ManagementLink implements ExtensionPoint, Action {

    @Override
    @CheckForNull
    public abstract String getIconFileName();

    public String getDescription() {
        return Declared.answer();
    }

    @Override
    @CheckForNull
    public abstract String getUrlName();

    @NonNull
    public Permission getRequiredPermission() {
        return Declared.answer();
    }

    @NonNull
    public Category getCategory() {
        return Declared.answer();
    }

    public enum Category {
        CONFIGURATION,
        SECURITY,
        STATUS,
        TROUBLESHOOTING,
        TOOLS,
        MISC,
        UNCATEGORIZED
    }
}
