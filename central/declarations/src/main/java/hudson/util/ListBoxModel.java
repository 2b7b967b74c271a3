package hudson.util;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;

public class ListBoxModel extends ArrayList<ListBoxModel.Option> {

    public ListBoxModel() {}

    public ListBoxModel(ListBoxModel.Option... data) {}

    public void add(@NonNull String displayName, @NonNull String value) {}

    public ListBoxModel add(@NonNull String nameAndValue) {
        throw new UnsupportedOperationException();
    }

    public static final class Option {

        @NonNull
        public String value;

        public Option(@NonNull String name, @NonNull String value) {}
    }
}
