package hudson.model.listeners;

import central.declarations.Declared;
import hudson.ExtensionPoint;
import hudson.model.Item;

public class ItemListener implements ExtensionPoint {

    public void onDeleted(Item item) {
        Declared.call();
    }

    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        Declared.call();
    }

    public void onLoaded() {
        Declared.call();
    }

    public void onBeforeShutdown() {
        Declared.call();
    }
}
