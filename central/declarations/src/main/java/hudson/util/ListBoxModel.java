package hudson.util;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;

public class ListBoxModel extends ArrayList<ListBoxModel.Option> {

    public ListBoxModel() {}

    public ListBoxModel(ListBoxModel.Option... data) {}

    public void add(@NonNull String displayName, @NonNull String value) {
        Declared.call();
    }

    public ListBoxModel add(@NonNull String nameAndValue) {
        return Declared.answer();
    }

    public static final class Option {

        @NonNull
        public String value;

        public boolean selected;

        public Option(@NonNull String name, @NonNull String value) {}

        public Option(@NonNull String name, @NonNull String value, boolean selected) {}
    }
}
