package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * What was read of a tenant, or why it is not known.
 *
 * @param value   what was read; null if there is none, or if it is not known
 * @param unknown why it, or a part of it, is not known; null if all of it is
 * @param <T>     what is read
 */
public record Reading<T>(@Nullable T value, @Nullable Unknown unknown) {

    /** Why something is not known. */
    public enum Reason {
        /** This obshell is too old to report it. */
        OLD_OBSHELL,
        /** obshell refused, or did not answer. */
        FAILED,
        /** The tenant was dropped in the meantime. */
        DROPPED,
        /** The tenant has no name by which obshell could be asked. */
        NO_NAME,
        /** There was no time left to read it. */
        NO_TIME,
        /** None of the newest backups is COMPLETED, and older ones were not read. */
        NOT_AMONG_NEWEST,
        /** obshell cannot show it without secrets. */
        NOT_SHOWN
    }

    /**
     * Why something is not known.
     *
     * @param reason  the reason
     * @param message what obshell said, for people and without secrets; null if it said nothing
     */
    public record Unknown(Reason reason, @Nullable String message) {}

    /**
     * @param value what was read; null if there is none
     * @return that it is known
     */
    @NonNull
    public static <T> Reading<T> known(@Nullable T value) {
        return new Reading<>(value, null);
    }

    /**
     * @param reason why it is not known
     * @return that it is not known
     */
    @NonNull
    public static <T> Reading<T> unknown(@NonNull Reason reason) {
        return new Reading<>(null, new Unknown(reason, null));
    }

    /** {@return whether it is known that there is none} */
    public boolean isNone() {
        return value == null && unknown == null;
    }

    /**
     * @param reason a reason
     * @return whether it is not known for this reason
     */
    public boolean isUnknown(@NonNull Reason reason) {
        return unknown != null && unknown.reason() == reason;
    }
}
