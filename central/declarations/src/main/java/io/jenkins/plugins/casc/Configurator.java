package io.jenkins.plugins.casc;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Set;

public interface Configurator<T> {

    Class<T> getTarget();

    @NonNull
    Set<Attribute<T, ?>> describe();
}
