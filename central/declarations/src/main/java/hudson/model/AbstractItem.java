package hudson.model;

import hudson.security.AccessControlled;
import jenkins.model.Loadable;

public abstract class AbstractItem extends Actionable
        implements Loadable, Item, AccessControlled, DescriptorByNameOwner {

    protected AbstractItem(ItemGroup parent, String name) {}
}
