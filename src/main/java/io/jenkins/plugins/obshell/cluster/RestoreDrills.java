package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What restore drills may do on a cluster. A cluster without it is closed to them. */
public final class RestoreDrills implements Describable<RestoreDrills> {

    static final int DEFAULT_MAX_CONCURRENT = 1;

    private final List<String> unitConfigs;
    private List<String> zones = new ArrayList<>();
    private int maxConcurrent = DEFAULT_MAX_CONCURRENT;
    private boolean allowSameCluster;

    /**
     * Nothing is checked here, so that a form with mistakes can be shown again; the global configuration refuses them.
     *
     * @param unitConfigs the names of the unit configs that a scratch tenant may have; one each, or several in one text on a
     *                    line each
     */
    @DataBoundConstructor
    public RestoreDrills(@CheckForNull List<String> unitConfigs) {
        this.unitConfigs = new ArrayList<>(Texts.lines(unitConfigs));
    }

    /** {@return the names of the unit configs that a scratch tenant may have} */
    @NonNull
    public List<String> getUnitConfigs() {
        return List.copyOf(unitConfigs);
    }

    /** {@return the unit configs, one a line, for the form} */
    @NonNull
    public String getUnitConfigLines() {
        return String.join("\n", unitConfigs);
    }

    /** {@return the zones in which a scratch tenant may be; none for any} */
    @NonNull
    public List<String> getZones() {
        return zones == null ? List.of() : List.copyOf(zones);
    }

    /** {@return the zones, one a line, for the form} */
    @NonNull
    public String getZoneLines() {
        return String.join("\n", getZones());
    }

    /**
     * @param zones the zones in which a scratch tenant may be; one each, or several in one text on a line each; null or empty
     *              for any, and then it is in those of its source unless the step names some
     */
    @DataBoundSetter
    public void setZones(@CheckForNull List<String> zones) {
        this.zones = new ArrayList<>(Texts.lines(zones));
    }

    /** {@return how many drills may run on the cluster at a time} */
    public int getMaxConcurrent() {
        return maxConcurrent;
    }

    /** @param maxConcurrent how many drills may run on the cluster at a time: at least 1 */
    @DataBoundSetter
    public void setMaxConcurrent(int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
    }

    /** {@return whether a backup may be restored into the cluster that it was made of} */
    public boolean isAllowSameCluster() {
        return allowSameCluster;
    }

    /** @param allowSameCluster whether a backup may be restored into the cluster that it was made of */
    @DataBoundSetter
    public void setAllowSameCluster(boolean allowSameCluster) {
        this.allowSameCluster = allowSameCluster;
    }

    /** The form of the block, and its checks. All of it is for administrators. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<RestoreDrills> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.RestoreDrills_displayName();
        }

        /** {@return the number that the form proposes} */
        public int getDefaultMaxConcurrent() {
            return DEFAULT_MAX_CONCURRENT;
        }

        /**
         * @param value the unit configs, one a line
         * @return whether there is one
         */
        @POST
        public FormValidation doCheckUnitConfigs(@QueryParameter String value) {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                    ? ClusterForms.result(ClusterRules.unitConfigs(Texts.lines(List.of(Texts.orEmpty(value)))))
                    : FormValidation.ok();
        }
    }
}
