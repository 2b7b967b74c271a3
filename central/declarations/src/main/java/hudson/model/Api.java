package hudson.model;

import central.declarations.Declared;

public class Api extends AbstractModelObject {

    public Api(Object bean) {}

    @Override
    public String getDisplayName() {
        return Declared.answer();
    }
}
