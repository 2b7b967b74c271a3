package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.cluster.CredentialsForms;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of the steps that can set backup destinations have in common. */
public abstract class DestinationStepDescriptor extends TenantStepDescriptor {

    /** {@return the credentials that can open an object storage} */
    @POST
    public ListBoxModel doFillStorageCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String storageCredentialsId) {
        return CredentialsForms.storageKeys(item, storageCredentialsId);
    }

    /** {@return whether the credential is there} */
    @POST
    public FormValidation doCheckStorageCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
        return CredentialsForms.checkStorageKey(item, value);
    }

    /** {@return whether it is a URI that obshell takes} */
    @POST
    public FormValidation doCheckDataBaseUri(@AncestorInPath Item item, @QueryParameter String value) {
        return checkUri(item, value);
    }

    /** {@return whether it is a URI that obshell takes} */
    @POST
    public FormValidation doCheckArchiveBaseUri(@AncestorInPath Item item, @QueryParameter String value) {
        return checkUri(item, value);
    }

    /** {@return the kinds of binding} */
    @POST
    public ListBoxModel doFillBindingItems(@AncestorInPath Item item) {
        return items(
                item,
                new ListBoxModel.Option(Messages.DestinationStep_bindingLeftOut(), ""),
                new ListBoxModel.Option(Messages.DestinationStep_optional(), "optional"),
                new ListBoxModel.Option(Messages.DestinationStep_mandatory(), "mandatory"));
    }

    /** {@return whether it is an interval that obshell takes} */
    @POST
    public FormValidation doCheckPieceSwitchInterval(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, value, ParameterRules::pieceSwitchInterval);
    }

    /** {@return the verdict on a storage URI; of one with a variable, whether it holds a secret} */
    static FormValidation checkUri(@CheckForNull Item item, @CheckForNull String value) {
        return verdict(
                item,
                value,
                uri -> ObshellStep.hasVariable(uri) ? ParameterRules.secretInUri(uri) : ParameterRules.storageUri(uri));
    }
}
