package hudson.model;

import central.declarations.Declared;
import hudson.model.queue.SubTask;
import jenkins.model.FullyNamedModelObject;

public class Queue implements Saveable {

    private Queue() {}

    @Override
    public void save() {
        Declared.call();
    }

    public interface Task extends FullyNamedModelObject, SubTask {}

    public interface Executable extends Runnable {}
}
