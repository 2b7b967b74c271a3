package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.search.SearchableModelObject;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import jenkins.model.FullyNamedModelObject;

public interface Item extends PersistenceRoot, FullyNamedModelObject, SearchableModelObject, AccessControlled {

    Permission READ = Declared.nothing();

    Permission CANCEL = Declared.nothing();

    Permission EXTENDED_READ = Declared.nothing();

    @NonNull
    String getFullName();

    String getUrl();
}
