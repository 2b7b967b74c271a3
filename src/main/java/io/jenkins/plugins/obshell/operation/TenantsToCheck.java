package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.RecycledTenant;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which tenants a check of all tenants is about. The overview of their backups leaves out those that never had one, and
 * includes those in the recycle bin.
 *
 * @param users    the user tenants that are not in the recycle bin; null if they are not known
 * @param recycled the former names of the tenants in the recycle bin
 * @param except   the names of the tenants that need no backup
 */
record TenantsToCheck(@Nullable List<Tenant> users, List<String> recycled, List<String> except) {

    /**
     * Reads them. The overview is to be read before, so that a tenant that is dropped in between is not taken for one without
     * a backup.
     */
    static CompletableFuture<TenantsToCheck> read(ObshellClient client, List<String> except) {
        return NotFound.orElse(client.tenants(), null)
                .thenCompose(tenants -> tenants == null
                        ? CompletableFuture.completedFuture(new TenantsToCheck(null, List.of(), except))
                        : NotFound.orElse(client.recycledTenants(), List.of())
                                .thenApply(recycled -> new TenantsToCheck(
                                        tenants.stream().filter(Tenant::isUser).toList(),
                                        recycled.stream()
                                                .map(RecycledTenant::originalName)
                                                .filter(Objects::nonNull)
                                                .toList(),
                                        except)));
    }

    /** {@return the names of the user tenants by their ids; empty if they are not known} */
    Map<String, String> names() {
        return users == null ? Map.of() : TenantNames.of(users);
    }

    /** {@return those of these backups that count} */
    List<BackupTask> of(List<BackupTask> tasks) {
        if (users == null) {
            return tasks;
        }
        Set<String> ids = toCheck().stream().map(Tenant::id).collect(Collectors.toSet());
        return tasks.stream()
                .filter(task -> ids.contains(JobMatcher.tenant(task)))
                .toList();
    }

    private List<Tenant> toCheck() {
        return users.stream()
                .filter(tenant -> !isExcepted(tenant) && !tenant.isBeingRestored())
                .toList();
    }

    private boolean isExcepted(Tenant tenant) {
        return except.stream().anyMatch(name -> name.equalsIgnoreCase(tenant.name()));
    }

    /** {@return whether a tenant that is to be checked is not among these} */
    boolean isAnyMissing(Collection<String> idsWithBackup) {
        return users != null && toCheck().stream().anyMatch(tenant -> !idsWithBackup.contains(tenant.id()));
    }

    /**
     * What is to be said of the tenants without a backup, and of those that are not checked.
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
            String unknown = except.isEmpty() ? "" : " " + Messages.TenantsToCheck_exceptUnknown();
            return new Coverage(
                    List.of(),
                    List.of(new ProgressEvent.TenantsNotChecked(Messages.TenantsToCheck_unknown() + unknown)));
        }
        List<String> young = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Tenant tenant : toCheck()) {
            if (!idsWithBackup.contains(tenant.id())) {
                boolean isYoung = maxAge != null
                        && DatabaseClock.age(tenant.createdTime(), databaseNow)
                                .filter(age -> age.compareTo(maxAge) <= 0)
                                .isPresent();
                (isYoung ? young : missing).add(name(tenant));
            }
        }
        List<ProgressEvent> notes = new ArrayList<>();
        note(notes, named(users.stream().filter(this::isExcepted).toList()), Messages::TenantsToCheck_excepted);
        note(
                notes,
                named(users.stream()
                        .filter(tenant -> tenant.isBeingRestored() && !isExcepted(tenant))
                        .toList()),
                Messages::TenantsToCheck_beingRestored);
        note(notes, recycled, Messages::TenantsToCheck_recycled);
        note(notes, young, names -> Messages.TenantsToCheck_young(names, Durations.format(maxAge)));
        note(notes, unknownNames(), Messages::TenantsToCheck_noTenant);
        return new Coverage(problems(missing), notes);
    }

    private static List<String> problems(List<String> missing) {
        FirstFew first = FirstFew.of(missing, Messages::TenantsToCheck_noBackup);
        List<String> problems = new ArrayList<>(first.texts());
        if (first.more() > 0) {
            problems.add(Messages.TenantsToCheck_more(first.more()));
        }
        return problems;
    }

    private List<String> unknownNames() {
        Set<String> known = new HashSet<>();
        users.forEach(tenant -> known.add(fold(name(tenant))));
        return except.stream().filter(name -> !known.contains(fold(name))).toList();
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static List<String> named(List<Tenant> tenants) {
        return tenants.stream().map(TenantsToCheck::name).toList();
    }

    private static String name(Tenant tenant) {
        return Objects.requireNonNullElse(tenant.name(), String.valueOf(tenant.id()));
    }

    private static void note(List<ProgressEvent> notes, List<String> names, UnaryOperator<String> sentence) {
        if (!names.isEmpty()) {
            notes.add(new ProgressEvent.TenantsNotChecked(
                    sentence.apply(FirstFew.of(names, name -> name).joined(", "))));
        }
    }
}
