package jenkins.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractCIBase;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.IOException;
import org.springframework.security.core.Authentication;

public class Jenkins extends AbstractCIBase implements AccessControlled, Loadable {

    public static final Permission ADMINISTER = Declared.nothing();

    public static final Permission MANAGE = Declared.nothing();

    public static final Permission READ = Declared.nothing();

    public static final Permission SYSTEM_READ = Declared.nothing();

    private Jenkins() {}

    @NonNull
    public static Jenkins get() throws IllegalStateException {
        return Declared.answer();
    }

    @NonNull
    public static Authentication getAuthentication2() {
        return Declared.answer();
    }

    @CheckForNull
    public Item getItemByFullName(String fullName) {
        return Declared.answer();
    }

    @Override
    public String getDisplayName() {
        return Declared.answer();
    }

    @Override
    public void load() throws IOException {
        Declared.call();
    }

    @Override
    public void save() throws IOException {
        Declared.call();
    }
}
