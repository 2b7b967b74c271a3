package io.jenkins.plugins.obshell.step;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterForms;
import io.jenkins.plugins.obshell.cluster.CredentialsForms;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of the steps for tenants have in common: cluster, endpoints and tenant. */
public abstract class TenantStepDescriptor extends ObshellStepDescriptor {

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
        return check(item, value, ParameterRules::tenant);
    }
}
