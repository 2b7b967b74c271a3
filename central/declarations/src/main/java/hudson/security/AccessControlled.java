package hudson.security;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import org.springframework.security.access.AccessDeniedException;

public interface AccessControlled {

    default void checkPermission(@NonNull Permission permission) throws AccessDeniedException {
        Declared.call();
    }

    default void checkAnyPermission(@NonNull Permission... permission) throws AccessDeniedException {
        Declared.call();
    }

    default boolean hasPermission(@NonNull Permission permission) {
        return Declared.answer();
    }
}
