package hudson.model;

import hudson.search.SearchableModelObject;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import jenkins.model.FullyNamedModelObject;
import jenkins.util.io.OnMaster;

public interface Item
        extends PersistenceRoot, FullyNamedModelObject, SearchableModelObject, AccessControlled, OnMaster {

    Permission READ = null;

    Permission EXTENDED_READ = null;
}
