package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterForms;
import io.jenkins.plugins.obshell.cluster.CredentialsForms;
import io.jenkins.plugins.obshell.cluster.DrillPermission;
import io.jenkins.plugins.obshell.cluster.RunSecrets;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Restores the last restorable backup of a tenant into a scratch tenant of a cluster that the administrator has opened to
 * drills, lets the body look at it, and drops that tenant, whatever happened.
 */
public final class ObshellRestoreDrillStep extends ObshellStep {

    private static final long serialVersionUID = 1;

    /** An hour, since a restore that is cancelled takes minutes. */
    static final String DEFAULT_DROP_TIMEOUT = "1h";

    private DrillSource from;
    private String unitConfig;
    private List<String> zones = new ArrayList<>();
    private String storageCredentialsId;
    private String encryptionCredentialsId;
    private String dropTimeout = DEFAULT_DROP_TIMEOUT;

    /** Every parameter has a setter. */
    @DataBoundConstructor
    public ObshellRestoreDrillStep() {
        // Nothing is needed to show an empty form.
    }

    /** {@return the tenant whose backup is restored, and its cluster; null if it is missing} */
    @CheckForNull
    public DrillSource getFrom() {
        return from;
    }

    /** @param from the tenant whose backup is restored, and its cluster */
    @DataBoundSetter
    public void setFrom(@CheckForNull DrillSource from) {
        this.from = from;
    }

    /** {@return the unit config of the scratch tenant, or null if it is missing} */
    @CheckForNull
    public String getUnitConfig() {
        return unitConfig;
    }

    /** @param unitConfig the name of a unit config of the cluster that the administrator allows */
    @DataBoundSetter
    public void setUnitConfig(@CheckForNull String unitConfig) {
        this.unitConfig = Util.fixEmptyAndTrim(unitConfig);
    }

    /** {@return the zones of the scratch tenant, or none} */
    public List<String> getZones() {
        return List.copyOf(zones);
    }

    /** {@return the same in one text, for the form} */
    public String getZonesText() {
        return String.join(", ", zones);
    }

    /**
     * @param zones the zones of the scratch tenant; one each, or several in one text, separated by commas or blanks; null for
     *              those that the administrator allows, or else those of the source
     */
    @DataBoundSetter
    public void setZones(@CheckForNull List<String> zones) {
        this.zones = NameList.split(zones);
    }

    /** {@return the id of the credential for object storage, or null} */
    @CheckForNull
    public String getStorageCredentialsId() {
        return storageCredentialsId;
    }

    /** @param storageCredentialsId the id of a user name with password: the access id and the access key of the destinations */
    @DataBoundSetter
    public void setStorageCredentialsId(@CheckForNull String storageCredentialsId) {
        this.storageCredentialsId = Util.fixEmptyAndTrim(storageCredentialsId);
    }

    /** {@return the id of the credential that the backup set was encrypted with, or null} */
    @CheckForNull
    public String getEncryptionCredentialsId() {
        return encryptionCredentialsId;
    }

    /** @param encryptionCredentialsId the id of a secret text, or of a user name with password; null if it has no password */
    @DataBoundSetter
    public void setEncryptionCredentialsId(@CheckForNull String encryptionCredentialsId) {
        this.encryptionCredentialsId = Util.fixEmptyAndTrim(encryptionCredentialsId);
    }

    /** {@return how long the drop may take, such as {@code 1h}} */
    @NonNull
    public String getDropTimeout() {
        return dropTimeout;
    }

    /** @param dropTimeout how long the drop may take: a second to 30 days; null for an hour */
    @DataBoundSetter
    public void setDropTimeout(@CheckForNull String dropTimeout) {
        this.dropTimeout = orElse(dropTimeout, DEFAULT_DROP_TIMEOUT);
    }

    @Override
    protected Object readResolve() {
        setZones(zones);
        setDropTimeout(dropTimeout);
        return super.readResolve();
    }

    @Override
    public String label() {
        return Messages.ObshellRestoreDrillStep_label(sourceTenant());
    }

    @Override
    public StepExecution start(StepContext context) {
        return new RestoreDrillExecution(context, this);
    }

    @Override
    Outcome perform(WaitingBuild build) throws InterruptedException, IOException {
        return new WaitingDrill(this, build).perform();
    }

    @Override
    void replaceTexts(UnaryOperator<String> replace) {
        super.replaceTexts(replace);
        from = from == null ? null : from.ofTenant(replaced(from.getTenant(), replace));
        unitConfig = replaced(unitConfig, replace);
        zones = NameList.split(zones.stream().map(replace).toList());
        dropTimeout = replace.apply(dropTimeout);
    }

    @Override
    List<String> clusterProblems(@CheckForNull String item) {
        if (from == null || from.isIncomplete()) {
            return permission().closed(item);
        }
        return Stream.concat(
                        permission().refusals(item, from.choice(), unitConfig, zones).stream(),
                        from.choice().problems(item).stream())
                .toList();
    }

    @Override
    void check(ParameterReader reader) {
        reader.add("dropTimeout", ParameterRules.timeout(dropTimeout));
        if (from == null || from.isIncomplete()) {
            reader.add(Messages.ObshellRestoreDrillStep_fromMissing());
        }
        request(reader, newScratchTenant(1), zones, false);
    }

    /**
     * @param build the number of the build
     * @return a name that no other drill has
     */
    String newScratchTenant(int build) {
        return ScratchTenant.nameFor(sourceTenant(), build, UUID.randomUUID());
    }

    /**
     * @param scratchTenant      the tenant to make
     * @param where              the zones in which to restore, or none
     * @param sameClusterAllowed whether it may be made in the cluster of the source
     * @return what to restore; nothing if a parameter is wrong
     */
    Optional<RestoreRequest> request(
            ParameterReader reader, String scratchTenant, List<String> where, boolean sameClusterAllowed) {
        Timing timing = timing(reader);
        return reader.request(
                () -> new RestoreRequest(sourceTenant(), scratchTenant, unitConfig, where, sameClusterAllowed, timing));
    }

    /** {@return how patient the drop is} */
    Timing dropTiming() {
        ParameterReader reader = new ParameterReader();
        Timing timing = timing(reader);
        Duration timeout = reader.duration("dropTimeout", ParameterRules.timeout(dropTimeout), dropTimeout, null);
        return new Timing(timeout, timing.pollInterval(), timing.toleratedOutage());
    }

    /** {@return the cluster that is restored into} */
    ClusterChoice target() {
        return new ClusterChoice(getCluster(), null, null);
    }

    /** {@return what the administrator allows} */
    DrillPermission permission() {
        return new DrillPermission(target());
    }

    /** {@return the tenant whose backup is restored; a dash if it is missing} */
    String sourceTenant() {
        return from == null || from.getTenant() == null ? "-" : from.getTenant();
    }

    /** {@return the password of the backup set and the key to the destinations as credentials of the build} */
    SecretSource secrets(Run<?, ?> run) {
        return new RunSecrets(run, encryptionCredentialsId, storageCredentialsId);
    }

    /** What Jenkins knows of the step. */
    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends ObshellStepDescriptor {

        static final String FUNCTION = "obshellRestoreDrill";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellRestoreDrillStep_displayName();
        }

        /** {@return true; the body looks at what was restored} */
        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        /** {@return the default of the parameter} */
        public String getDefaultDropTimeout() {
            return DEFAULT_DROP_TIMEOUT;
        }

        /** {@return the configured clusters that the item may use, for users who may configure it; else the present value} */
        @POST
        public ListBoxModel doFillClusterItems(@AncestorInPath Item item, @QueryParameter String cluster) {
            return ClusterForms.clusters(item, new ClusterChoice(cluster, null, null));
        }

        /** {@return whether the cluster is there, and open to drills} */
        @POST
        public FormValidation doCheckCluster(@AncestorInPath Item item, @QueryParameter String value) {
            return ClusterForms.checkDrillCluster(item, value);
        }

        /** {@return whether the administrator allows it on the cluster; one with a variable is checked when the build runs} */
        @POST
        public FormValidation doCheckUnitConfig(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String cluster) {
            return ClusterForms.checkDrillFields(
                    item, cluster, withoutVariable(value).findFirst().orElse(null), List.of());
        }

        /** {@return whether the administrator allows them on the cluster; a text with a variable is checked when the build runs} */
        @POST
        public FormValidation doCheckZones(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String cluster) {
            return ClusterForms.checkDrillFields(
                    item, cluster, null, NameList.split(withoutVariable(value).toList()));
        }

        /** {@return the text; nothing if it is blank, or not known before the build runs} */
        private static Stream<String> withoutVariable(@CheckForNull String text) {
            return Stream.ofNullable(Util.fixEmptyAndTrim(text)).filter(value -> !hasVariable(value));
        }

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

        /** {@return the credentials that can hold the password of a backup set} */
        @POST
        public ListBoxModel doFillEncryptionCredentialsIdItems(
                @AncestorInPath Item item, @QueryParameter String encryptionCredentialsId) {
            return CredentialsForms.passwords(item, encryptionCredentialsId, null);
        }

        /** {@return whether the credential is there} */
        @POST
        public FormValidation doCheckEncryptionCredentialsId(@AncestorInPath Item item, @QueryParameter String value) {
            return CredentialsForms.checkPassword(item, value, null);
        }

        /** {@return whether it is a duration within the limits} */
        @POST
        public FormValidation doCheckDropTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::timeout);
        }
    }
}
