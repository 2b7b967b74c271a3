package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Where the backups of several tenants stand that are made one by one.
 *
 * @param unread       the names of the tenants that are still to be looked at before the first start
 * @param oneByOne     whether it is settled that they are backed up one by one, not together
 * @param pending      the names of the tenants whose backup has not been begun
 * @param begun        the backups that have begun and not ended, in the order in which they began
 * @param ended        what came of the others
 */
public record SeparateBackups(
        List<String> unread, boolean oneByOne, List<String> pending, List<Begun> begun, EndedBackups ended) {

    /**
     * The backup of a tenant that has begun.
     *
     * @param tenant its name, or null for all tenants together
     * @param state  where it stands
     */
    public record Begun(@Nullable String tenant, OperationState state) {

        Begun with(OperationState changed) {
            return new Begun(tenant, changed);
        }

        /** {@return the name, or the words for all tenants} */
        String name() {
            return tenant == null ? Messages.SeparateBackups_allTenants() : tenant;
        }
    }

    /** Copies the lists; null is empty. */
    public SeparateBackups {
        unread = unread == null ? List.of() : List.copyOf(unread);
        pending = pending == null ? List.of() : List.copyOf(pending);
        begun = begun == null ? List.of() : List.copyOf(begun);
        ended = Objects.requireNonNullElse(ended, EndedBackups.NONE);
    }

    /** None has begun, and nothing is known of these tenants. */
    static SeparateBackups of(List<String> tenants, boolean oneByOne) {
        return new SeparateBackups(tenants, oneByOne, List.of(), List.of(), null);
    }

    /** {@return how many tenants there are} */
    int count() {
        return unread.size() + pending.size() + begun.size() + ended.count();
    }

    /** {@return how many of the backups are still to be made, or being made; the others only wait for the log archive} */
    int running() {
        return (int) begun.stream()
                .filter(each -> each.state().phase() != Phase.ARCHIVING)
                .count();
    }

    /** {@return the only backup, if it is one of all tenants together; else null} */
    @Nullable
    OperationState together() {
        return begun.size() == 1 && begun.get(0).tenant() == null ? begun.get(0).state() : null;
    }

    /** The same after a look at the next tenants, of which these need a backup. */
    SeparateBackups looked(int tenants, List<String> toBackUp, boolean apart) {
        List<String> all = new ArrayList<>(pending);
        all.addAll(toBackUp);
        return new SeparateBackups(unread.subList(tenants, unread.size()), oneByOne || apart, all, begun, ended);
    }

    /** The same with the backup of the next tenant begun. */
    SeparateBackups begin(OperationState first) {
        List<Begun> all = new ArrayList<>(begun);
        all.add(new Begun(pending.get(0), first));
        return new SeparateBackups(unread, oneByOne, pending.subList(1, pending.size()), all, ended);
    }

    /** The same with another tenant whose backup has not been begun. */
    SeparateBackups withPending(String tenant) {
        List<String> all = new ArrayList<>(pending);
        all.add(tenant);
        return new SeparateBackups(unread, oneByOne, all, begun, ended);
    }

    /** The same with one backup of all tenants together, in place of one each. */
    SeparateBackups together(OperationState first) {
        return new SeparateBackups(List.of(), oneByOne, List.of(), List.of(new Begun(null, first)), ended);
    }

    /** The same with another state of the backup of a tenant. */
    SeparateBackups with(Begun changed) {
        return each(known -> Objects.equals(known.tenant(), changed.tenant()) ? changed : known);
    }

    /** The same with other states of the backups that have begun. */
    SeparateBackups each(UnaryOperator<Begun> change) {
        return new SeparateBackups(
                unread, oneByOne, pending, begun.stream().map(change).toList(), ended);
    }

    /** The same after the end of the backup of a tenant. */
    SeparateBackups without(Begun over) {
        List<Begun> left = new ArrayList<>(begun);
        left.removeIf(known -> Objects.equals(known.tenant(), over.tenant()));
        return new SeparateBackups(unread, oneByOne, pending, left, ended);
    }

    SeparateBackups with(EndedBackups changed) {
        return new SeparateBackups(unread, oneByOne, pending, begun, changed);
    }

    /** The same with none still to be begun. */
    SeparateBackups withoutPending() {
        return new SeparateBackups(List.of(), oneByOne, List.of(), begun, ended);
    }

    /** What a restart must not lose. */
    SeparateBackups durable() {
        return each(known -> known.with(known.state().durable()));
    }

    /** The names, by which tenants are found, stay as they are. */
    SeparateBackups masked(RecordTextMapper texts) {
        return each(known -> known.with(known.state().masked(texts))).with(ended.masked(texts));
    }
}
