package io.jenkins.plugins.casc.impl.attributes;

import io.jenkins.plugins.casc.Attribute;
import java.util.Collection;

public class MultivaluedAttribute<Owner, Type> extends Attribute<Owner, Collection<Type>> {

    public MultivaluedAttribute(String name, Class type) {
        super(name, type);
    }
}
