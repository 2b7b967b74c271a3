package hudson.model;

import hudson.ExtensionPoint;
import hudson.security.AccessControlled;

public abstract class Node extends AbstractModelObject
        implements Describable<Node>, ExtensionPoint, AccessControlled, PersistenceRoot {}
