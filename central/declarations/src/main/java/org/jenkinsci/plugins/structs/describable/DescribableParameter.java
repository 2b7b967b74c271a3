package org.jenkinsci.plugins.structs.describable;

import central.declarations.Declared;

public final class DescribableParameter {

    private DescribableParameter() {}

    public Class getErasedType() {
        return Declared.answer();
    }

    public String getName() {
        return Declared.answer();
    }
}
