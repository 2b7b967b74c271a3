package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;

/**
 * Lists and checks of clusters for the forms of steps. Who may not configure the item sees the present value and nothing
 * else. An item of null is a page without an item, for administrators.
 */
public final class ClusterForms {

    private ClusterForms() {}

    /**
     * @param item    the item whose form it is, or null
     * @param current the present value, always kept
     * @return the names of the configured clusters, after an empty one
     */
    @NonNull
    public static ListBoxModel clusters(@CheckForNull Item item, @CheckForNull String current) {
        ListBoxModel list = new ListBoxModel();
        list.add(Messages.ClusterForms_none(), "");
        if (CredentialsForms.mayUse(item)) {
            ObshellGlobalConfiguration.get().getClusters().forEach(cluster -> list.add(cluster.getName()));
        }
        String present = Texts.orNull(current);
        if (present != null && list.stream().noneMatch(option -> option.value.equals(present))) {
            list.add(present);
        }
        return list;
    }

    /**
     * @param item  the item whose form it is, or null
     * @param value the name of a cluster; empty is right
     * @return whether a cluster of this name is configured; right for who may not know
     */
    @NonNull
    public static FormValidation checkCluster(@CheckForNull Item item, @CheckForNull String value) {
        String name = Texts.orNull(value);
        boolean right = name == null
                || !CredentialsForms.mayUse(item)
                || ObshellGlobalConfiguration.get().cluster(name).isPresent();
        return right ? FormValidation.ok() : FormValidation.error(Messages.ClusterChoice_unknown(name));
    }

    /**
     * @param item  the item whose form it is, or null
     * @param value endpoints, separated by commas, blanks or lines; empty is right
     * @return whether each of them is well-formed
     */
    @NonNull
    public static FormValidation checkEndpoints(@CheckForNull Item item, @CheckForNull String value) {
        return CredentialsForms.mayUse(item)
                ? told(EndpointList.problems(EndpointList.split(value)))
                : FormValidation.ok();
    }

    static FormValidation told(List<String> problems) {
        return problems.isEmpty() ? FormValidation.ok() : FormValidation.error(String.join(" ", problems));
    }
}
