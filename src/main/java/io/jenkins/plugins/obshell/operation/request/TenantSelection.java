package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which tenants a request is about: one, a chosen few, or all user tenants, without some. Names are the same whatever their
 * case, as in OceanBase.
 *
 * @param tenant the only tenant, or null
 * @param chosen the names of the chosen few, each once; empty for all
 * @param except the names of those that are left out of all, each once
 */
public record TenantSelection(
        @Nullable String tenant,
        @NonNull List<String> chosen,
        @NonNull List<String> except) {

    /** All user tenants. */
    public static final TenantSelection ALL = new TenantSelection(null, List.of(), List.of());

    /** Drops the names that are repeated. */
    public TenantSelection {
        chosen = distinct(chosen);
        except = distinct(except);
        if (tenant == null && chosen.size() == 1 && except.isEmpty()) {
            tenant = chosen.get(0);
            chosen = List.of();
        }
    }

    /** {@return one tenant, or all user tenants} */
    public static TenantSelection of(@NonNull BackupScope scope) {
        return new TenantSelection(scope.tenant(), List.of(), List.of());
    }

    private static List<String> distinct(Collection<String> names) {
        Map<String, String> first = new LinkedHashMap<>();
        names.forEach(name -> first.putIfAbsent(fold(name), name));
        return List.copyOf(first.values());
    }

    /** {@return what obshell is asked about: the only tenant, or else all} */
    public BackupScope scope() {
        return tenant == null ? BackupScope.ALL_TENANTS : BackupScope.tenant(tenant);
    }

    /** {@return whether it is all user tenants, whatever tenants there are} */
    public boolean isAll() {
        return tenant == null && chosen.isEmpty() && except.isEmpty();
    }

    /** {@return whether only the tenants that it names are meant, and there are several} */
    public boolean isChosenFew() {
        return tenant == null && !chosen.isEmpty();
    }

    /** {@return whether a tenant that there is belongs to it} */
    public boolean includes(@NonNull String name) {
        if (tenant != null) {
            return isSame(tenant, name);
        }
        return chosen.isEmpty() ? !isExcepted(name) : contains(chosen, name);
    }

    /** {@return whether a tenant is left out by its name} */
    public boolean isExcepted(@NonNull String name) {
        return contains(except, name);
    }

    /** {@return whether two names are those of the same tenant} */
    public static boolean isSame(@NonNull String name, @NonNull String other) {
        return fold(name).equals(fold(other));
    }

    /** {@return whether one of the names is that of the tenant} */
    public static boolean contains(@NonNull Collection<String> names, @NonNull String name) {
        return names.stream().anyMatch(each -> isSame(each, name));
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** {@return a sentence for each thing that is wrong with it} */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        ParameterRules.named("tenant", ParameterRules.tenant(tenant)).ifPresent(problems::add);
        chosen.forEach(name ->
                ParameterRules.named("tenants", ParameterRules.userTenant(name)).ifPresent(problems::add));
        except.forEach(name ->
                ParameterRules.named("except", ParameterRules.userTenant(name)).ifPresent(problems::add));
        if (tenant != null && !chosen.isEmpty()) {
            problems.add(Messages.TenantSelection_tenantAndTenants());
        }
        if (!except.isEmpty() && (tenant != null || !chosen.isEmpty())) {
            problems.add(Messages.TenantSelection_exceptOfAll());
        }
        return problems;
    }
}
