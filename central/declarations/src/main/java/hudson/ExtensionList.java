package hudson;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.AbstractList;
import java.util.Collection;

public class ExtensionList<T> extends AbstractList<T> {

    private ExtensionList() {}

    @Override
    public T get(int index) {
        return Declared.answer();
    }

    @Override
    public int size() {
        return Declared.answer();
    }

    @Override
    public boolean remove(Object o) {
        return Declared.answer();
    }

    @Override
    public boolean removeAll(Collection<?> c) {
        return Declared.answer();
    }

    @NonNull
    public static <U> U lookupSingleton(Class<U> type) {
        return Declared.answer();
    }
}
