package org.jenkinsci.plugins.structs.describable;

public final class DescribableParameter {

    private DescribableParameter() {}

    public Class getErasedType() {
        throw new UnsupportedOperationException();
    }

    public String getName() {
        throw new UnsupportedOperationException();
    }
}
