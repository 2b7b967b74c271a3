package hudson.console;

import central.declarations.Declared;

@SuppressWarnings({"rawtypes", "unchecked"})
public class HyperlinkNote extends ConsoleNote {

    public static String encodeTo(String url, String text) {
        return Declared.answer();
    }
}
