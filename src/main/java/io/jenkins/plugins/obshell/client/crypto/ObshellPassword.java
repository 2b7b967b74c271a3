package io.jenkins.plugins.obshell.client.crypto;

import edu.umd.cs.findbugs.annotations.NonNull;

/** A password of obshell with its kind; never printed. */
public final class ObshellPassword {

    private final PasswordKind kind;
    private final String value;

    /**
     * @param kind  which password it is
     * @param value the password itself; may be empty, since {@code root@sys} can have an empty one
     */
    public ObshellPassword(@NonNull PasswordKind kind, @NonNull String value) {
        this.kind = kind;
        this.value = value;
    }

    /** {@return which password it is} */
    public PasswordKind kind() {
        return kind;
    }

    /** {@return the password itself, to be sent and never shown} */
    public String value() {
        return value;
    }

    /** {@return whether it begins or ends with a blank or a line end, which is hardly ever meant} */
    public boolean hasBlankAtEdge() {
        return !value.isEmpty() && (isBlank(value.charAt(0)) || isBlank(value.charAt(value.length() - 1)));
    }

    private static boolean isBlank(char edge) {
        return Character.isWhitespace(edge) || Character.isSpaceChar(edge);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObshellPassword password && kind == password.kind && value.equals(password.value);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + value.hashCode();
    }

    /** {@return the kind only} */
    @Override
    public String toString() {
        return kind + " ****";
    }
}
