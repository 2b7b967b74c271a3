package hudson.model;

import central.declarations.Declared;
import org.springframework.security.core.Authentication;

public class Items {

    private Items() {}

    public static <T extends Item> Iterable<T> allItems2(Authentication authentication, ItemGroup root, Class<T> type) {
        return Declared.answer();
    }
}
