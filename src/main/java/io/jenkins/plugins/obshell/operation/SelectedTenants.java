package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.RecycledTenant;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which tenants of a cluster an operation on several is about. The overview of their backups leaves out those that never had
 * one, and includes those in the recycle bin.
 *
 * @param users     the user tenants that are not in the recycle bin; null if they are not known
 * @param recycled  the former names of the tenants in the recycle bin
 * @param selection which of them are meant
 */
record SelectedTenants(@Nullable List<Tenant> users, List<String> recycled, TenantSelection selection) {

    /** What an operation on one tenant needs to know of the others: nothing. */
    static final SelectedTenants UNKNOWN = new SelectedTenants(null, List.of(), TenantSelection.ALL);

    /**
     * Reads them. The overview is to be read before, so that a tenant that is dropped in between is not taken for one without
     * a backup.
     */
    static CompletableFuture<SelectedTenants> read(ObshellClient client, TenantSelection selection) {
        return NotFound.orElse(client.tenants(), null)
                .thenCompose(tenants -> tenants == null
                        ? CompletableFuture.completedFuture(new SelectedTenants(null, List.of(), selection))
                        : NotFound.orElse(client.recycledTenants(), List.of())
                                .thenApply(recycled -> new SelectedTenants(
                                        tenants.stream().filter(Tenant::isUser).toList(),
                                        recycled.stream()
                                                .map(RecycledTenant::originalName)
                                                .filter(Objects::nonNull)
                                                .toList(),
                                        selection)));
    }

    /** {@return the names of the user tenants by their ids; empty if they are not known} */
    Map<String, String> names() {
        return users == null ? Map.of() : TenantNames.of(users);
    }

    /** {@return the names of those that are meant; empty if they are not known} */
    List<String> selected() {
        return users == null ? List.of() : named(meant());
    }

    /** {@return those of these backups that count} */
    List<BackupTask> of(List<BackupTask> tasks) {
        if (users == null) {
            return tasks;
        }
        Set<String> ids = meant().stream().map(Tenant::id).collect(Collectors.toSet());
        return tasks.stream()
                .filter(task -> ids.contains(JobMatcher.tenant(task)))
                .toList();
    }

    /** One that is being restored has no backup yet, so it is meant only if it is named. */
    private List<Tenant> meant() {
        return users.stream()
                .filter(tenant -> selection.includes(name(tenant)))
                .filter(tenant -> selection.isChosenFew() || !tenant.isBeingRestored())
                .toList();
    }

    /** {@return whether a tenant that is meant is not among these} */
    boolean isAnyMissing(Collection<String> idsWithBackup) {
        return users != null && meant().stream().anyMatch(tenant -> !idsWithBackup.contains(tenant.id()));
    }

    /**
     * What is to be said of the tenants without a backup, and of those that are left out.
     *
     * @param problems a sentence for each of the first tenants that have no backup, and one for the rest
     * @param notes    what to report of the others
     */
    record Coverage(List<String> problems, List<ProgressEvent> notes) {

        static final Coverage WHOLE = new Coverage(List.of(), List.of());
    }

    /**
     * @param idsWithBackup the ids of the tenants that have a backup
     * @param maxAge        a tenant that is younger needs no backup yet; null if each one does
     * @param databaseNow   the time by OceanBase's clock; empty if unknown
     */
    Coverage coverage(Collection<String> idsWithBackup, @Nullable Duration maxAge, Optional<Instant> databaseNow) {
        if (users == null) {
            return unlisted();
        }
        List<String> young = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Tenant tenant : meant()) {
            if (!idsWithBackup.contains(tenant.id())) {
                boolean isYoung = maxAge != null
                        && DatabaseClock.age(tenant.createdTime(), databaseNow)
                                .filter(age -> age.compareTo(maxAge) <= 0)
                                .isPresent();
                (isYoung ? young : missing).add(name(tenant));
            }
        }
        List<ProgressEvent> notes = new ArrayList<>(notes());
        note(notes, young, names -> Messages.SelectedTenants_young(names, Durations.format(maxAge)));
        return new Coverage(problems(missing), notes);
    }

    private Coverage unlisted() {
        String unknown = selection.isAll() ? "" : " " + Messages.SelectedTenants_exceptUnknown();
        return new Coverage(
                List.of(), List.of(new ProgressEvent.TenantsLeftOut(Messages.SelectedTenants_unknown() + unknown)));
    }

    /** {@return what to report of the tenants that are left out of all} */
    List<ProgressEvent> notes() {
        List<ProgressEvent> notes = new ArrayList<>();
        if (users == null || selection.isChosenFew()) {
            return notes;
        }
        note(
                notes,
                named(users.stream()
                        .filter(tenant -> selection.isExcepted(name(tenant)))
                        .toList()),
                Messages::SelectedTenants_excepted);
        note(
                notes,
                named(users.stream()
                        .filter(tenant -> tenant.isBeingRestored() && !selection.isExcepted(name(tenant)))
                        .toList()),
                Messages::SelectedTenants_beingRestored);
        note(notes, recycled, Messages::SelectedTenants_recycled);
        note(notes, unlisted(selection.except()), Messages::SelectedTenants_noTenant);
        return notes;
    }

    /** {@return why the chosen few cannot be looked at, if they cannot} */
    Optional<String> problem() {
        if (users == null) {
            return selection.isChosenFew() ? Optional.of(Messages.SelectedTenants_chosenUnlisted()) : Optional.empty();
        }
        List<String> unlisted = unlisted(selection.chosen());
        return unlisted.isEmpty()
                ? Optional.empty()
                : Optional.of(Messages.SelectedTenants_chosenUnknown(
                        FirstFew.of(unlisted, name -> name).joined(", ")));
    }

    private List<String> unlisted(List<String> names) {
        List<String> known = named(users);
        return names.stream()
                .filter(name -> !TenantSelection.contains(known, name))
                .toList();
    }

    private static List<String> problems(List<String> missing) {
        FirstFew first = FirstFew.of(missing, Messages::SelectedTenants_noBackup);
        List<String> problems = new ArrayList<>(first.texts());
        if (first.more() > 0) {
            problems.add(Messages.SelectedTenants_more(first.more()));
        }
        return problems;
    }

    private static List<String> named(List<Tenant> tenants) {
        return tenants.stream().map(SelectedTenants::name).toList();
    }

    private static String name(Tenant tenant) {
        return Objects.requireNonNullElse(tenant.name(), String.valueOf(tenant.id()));
    }

    private static void note(List<ProgressEvent> notes, List<String> names, UnaryOperator<String> sentence) {
        if (!names.isEmpty()) {
            notes.add(new ProgressEvent.TenantsLeftOut(
                    sentence.apply(FirstFew.of(names, name -> name).joined(", "))));
        }
    }
}
