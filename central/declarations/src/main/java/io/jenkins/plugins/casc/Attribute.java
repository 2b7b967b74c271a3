package io.jenkins.plugins.casc;

import central.declarations.Declared;

public class Attribute<Owner, Type> {

    public Attribute(String name, Class type) {}

    public Attribute<Owner, Type> setter(Setter<Owner, Type> setter) {
        return Declared.answer();
    }

    public Attribute<Owner, Type> getter(Getter<Owner, Type> getter) {
        return Declared.answer();
    }

    @FunctionalInterface
    public interface Setter<O, T> {

        void setValue(O target, T value) throws Exception;
    }

    @FunctionalInterface
    public interface Getter<O, T> {

        T getValue(O target) throws Exception;
    }
}
