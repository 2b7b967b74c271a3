package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterForms;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.io.Serializable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The tenant whose backup a drill restores, and the cluster that the backup was made of. */
public final class DrillSource implements Describable<DrillSource>, Serializable {

    private static final long serialVersionUID = 1;

    private String cluster;
    private String tenant;

    /** Every parameter has a setter. */
    @DataBoundConstructor
    public DrillSource() {
        // Nothing is needed to show an empty form.
    }

    /** {@return the name of a cluster from the global configuration, or null if it is missing} */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** @param cluster the name of a cluster from the global configuration */
    @DataBoundSetter
    public void setCluster(@CheckForNull String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** {@return the tenant, or null if it is missing} */
    @CheckForNull
    public String getTenant() {
        return tenant;
    }

    /** @param tenant the name of a user tenant */
    @DataBoundSetter
    public void setTenant(@CheckForNull String tenant) {
        this.tenant = Util.fixEmptyAndTrim(tenant);
    }

    /** {@return whether the cluster or the tenant is missing} */
    boolean isIncomplete() {
        return cluster == null || tenant == null;
    }

    /** {@return the cluster} */
    ClusterChoice choice() {
        return new ClusterChoice(cluster, null, null);
    }

    /** {@return a copy with another tenant} */
    DrillSource ofTenant(@CheckForNull String other) {
        DrillSource copy = new DrillSource();
        copy.cluster = cluster;
        copy.tenant = other;
        return copy;
    }

    /** The form of the source, and its checks. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<DrillSource> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.DrillSource_displayName();
        }

        /** {@return the configured clusters that the item may use, for users who may configure it; else the present value} */
        @POST
        public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
            return ClusterForms.clusters(item, new ClusterChoice(cluster, null, null));
        }

        /** {@return whether the cluster is there, once one is chosen} */
        @POST
        public FormValidation doCheckCluster(@AncestorInPath Item item, @QueryParameter String value) {
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.ok()
                    : ClusterForms.checkCluster(item, new ClusterChoice(value, null, null));
        }

        /** {@return whether it can be the name of a user tenant} */
        @POST
        public FormValidation doCheckTenant(@AncestorInPath Item item, @QueryParameter String value) {
            return ObshellStepDescriptor.check(item, value, ParameterRules::tenant);
        }
    }
}
