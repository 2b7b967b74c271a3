package hudson.model;

import central.declarations.Declared;

public interface Describable<T extends Describable<T>> {

    default Descriptor<T> getDescriptor() {
        return Declared.answer();
    }
}
