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
import io.jenkins.plugins.obshell.cluster.CredentialsForms;
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
    private String endpoints;
    private String credentialsId;
    private String tenant;

    /** Every parameter has a setter. */
    @DataBoundConstructor
    public DrillSource() {
        // Nothing is needed to show an empty form.
    }

    /** {@return the name of a cluster from the global configuration, or null if endpoints are given} */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** @param cluster the name of a cluster from the global configuration */
    @DataBoundSetter
    public void setCluster(@CheckForNull String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** {@return the endpoints of a cluster that is not configured, or null} */
    @CheckForNull
    public String getEndpoints() {
        return endpoints;
    }

    /** @param endpoints {@code HOST:PORT} or URLs, separated by commas, blanks or line ends */
    @DataBoundSetter
    public void setEndpoints(@CheckForNull String endpoints) {
        this.endpoints = Util.fixEmptyAndTrim(endpoints);
    }

    /** {@return the id of the credential for the endpoints, or null} */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** @param credentialsId the id of a secret text, or of a user name with password whose password is used */
    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
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

    /** {@return the cluster} */
    ClusterChoice choice() {
        return new ClusterChoice(cluster, endpoints, credentialsId);
    }

    /** {@return a copy with another tenant} */
    DrillSource ofTenant(@CheckForNull String other) {
        DrillSource copy = new DrillSource();
        copy.cluster = cluster;
        copy.endpoints = endpoints;
        copy.credentialsId = credentialsId;
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
        public ListBoxModel doFillClusterItems(
                @AncestorInPath Item item, @QueryParameter String cluster, @QueryParameter String endpoints) {
            return ClusterForms.clusters(item, new ClusterChoice(cluster, endpoints, null));
        }

        /** {@return whether a cluster is named, or endpoints are given, and not both} */
        @POST
        public FormValidation doCheckCluster(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String endpoints) {
            return ClusterForms.checkCluster(item, new ClusterChoice(value, endpoints, null));
        }

        /** {@return whether each of the endpoints is well-formed} */
        @POST
        public FormValidation doCheckEndpoints(@AncestorInPath Item item, @QueryParameter String value) {
            return ClusterForms.checkEndpoints(item, new ClusterChoice(null, value, null));
        }

        /** {@return the credentials that can open these endpoints} */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String credentialsId, @QueryParameter String endpoints) {
            return CredentialsForms.passwords(item, credentialsId, endpoints);
        }

        /** {@return whether the credential is there and fits the endpoints; a configured cluster has its own} */
        @POST
        public FormValidation doCheckCredentialsId(
                @AncestorInPath Item item,
                @QueryParameter String value,
                @QueryParameter String cluster,
                @QueryParameter String endpoints) {
            return ClusterForms.checkCredential(item, new ClusterChoice(cluster, endpoints, value));
        }

        /** {@return whether it can be the name of a user tenant} */
        @POST
        public FormValidation doCheckTenant(@AncestorInPath Item item, @QueryParameter String value) {
            return ObshellStepDescriptor.check(item, value, ParameterRules::tenant);
        }
    }
}
