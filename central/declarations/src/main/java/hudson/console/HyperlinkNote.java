package hudson.console;

import central.declarations.Declared;

public class HyperlinkNote {

    private HyperlinkNote() {}

    public static String encodeTo(String url, String text) {
        return Declared.answer();
    }
}
