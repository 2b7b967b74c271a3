package hudson.util;

import central.declarations.Declared;
import java.io.IOException;

public abstract class FormValidation extends IOException {

    private FormValidation() {}

    public enum Kind {
        OK,
        WARNING,
        ERROR
    }

    public static FormValidation error(String message) {
        return Declared.answer();
    }

    public static FormValidation warning(String message) {
        return Declared.answer();
    }

    public static FormValidation ok(String message) {
        return Declared.answer();
    }

    public static FormValidation ok() {
        return Declared.answer();
    }

    public static FormValidation respond(Kind kind, String html) {
        return Declared.answer();
    }
}
