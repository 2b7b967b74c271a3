package hudson.model.listeners;

import central.declarations.Declared;
import hudson.ExtensionPoint;

public class ItemListener implements ExtensionPoint {

    public void onBeforeShutdown() {
        Declared.call();
    }
}
