package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.cluster.CredentialsForms;
import io.jenkins.plugins.obshell.cluster.RunSecrets;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.request.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Backs a tenant up and waits for the verdict on the backup itself. */
public final class ObshellBackupStep extends DestinationStep {

    private static final long serialVersionUID = 1;

    static final String DEFAULT_MODE = "full";
    private static final Set<IfBackupRunning> WHILE_RUNNING =
            EnumSet.of(IfBackupRunning.FAIL, IfBackupRunning.WAIT, IfBackupRunning.JOIN);

    private List<String> tenants = new ArrayList<>();
    private List<String> except = new ArrayList<>();
    private String mode = DEFAULT_MODE;
    private boolean plusArchive;
    private String encryptionCredentialsId;
    private String unlessNewerThan;
    private String restorableWithin;
    private boolean cancelOnAbort;
    private Boolean wait = true;

    /** A full backup of all user tenants, waited for. */
    @DataBoundConstructor
    public ObshellBackupStep() {
        // Every parameter has a setter.
    }

    /** {@return the chosen few, or none} */
    public List<String> getTenants() {
        return List.copyOf(tenants);
    }

    /** {@return the same in one text, for the form} */
    public String getTenantsText() {
        return String.join(", ", tenants);
    }

    /**
     * @param tenants the names of a few user tenants; one each, or several in one text, separated by commas or blanks; null for
     *                that of {@code tenant}, or else all of them
     */
    @DataBoundSetter
    public void setTenants(@CheckForNull List<String> tenants) {
        this.tenants = NameList.split(tenants);
    }

    /** {@return the tenants that need no backup, if all tenants are backed up} */
    public List<String> getExcept() {
        return List.copyOf(except);
    }

    /** {@return the same in one text, for the form} */
    public String getExceptText() {
        return String.join(", ", except);
    }

    /**
     * @param except the names of tenants that need no backup; one each, or several in one text, separated by commas or blanks;
     *               null for none
     */
    @DataBoundSetter
    public void setExcept(@CheckForNull List<String> except) {
        this.except = NameList.split(except);
    }

    /** {@return {@code full} or {@code incremental}} */
    @NonNull
    public String getMode() {
        return mode;
    }

    /** @param mode {@code full} or {@code incremental}; null for full */
    @DataBoundSetter
    public void setMode(@CheckForNull String mode) {
        this.mode = wordOrElse(mode, DEFAULT_MODE);
    }

    /** {@return whether the archived log goes into the backup set} */
    public boolean isPlusArchive() {
        return plusArchive;
    }

    /** @param plusArchive whether the archived log goes into the backup set */
    @DataBoundSetter
    public void setPlusArchive(boolean plusArchive) {
        this.plusArchive = plusArchive;
    }

    /** {@return the id of the credential that encrypts the backup set, or null} */
    @CheckForNull
    public String getEncryptionCredentialsId() {
        return encryptionCredentialsId;
    }

    /** @param encryptionCredentialsId the id of a secret text, or of a user name with password; null for no encryption */
    @DataBoundSetter
    public void setEncryptionCredentialsId(@CheckForNull String encryptionCredentialsId) {
        this.encryptionCredentialsId = Util.fixEmptyAndTrim(encryptionCredentialsId);
    }

    /** {@return the age below which the last backup is good enough, or null} */
    @CheckForNull
    public String getUnlessNewerThan() {
        return unlessNewerThan;
    }

    /** @param unlessNewerThan no backup is made if the last one ended less than this ago, such as {@code 12h} */
    @DataBoundSetter
    public void setUnlessNewerThan(@CheckForNull String unlessNewerThan) {
        this.unlessNewerThan = Util.fixEmptyAndTrim(unlessNewerThan);
    }

    /** {@return how long the log archive may take to pass the backup, or null} */
    @CheckForNull
    public String getRestorableWithin() {
        return restorableWithin;
    }

    /**
     * @param restorableWithin how long the log archive may take to pass the backup, such as {@code 30m}; {@code 0s} to leave it
     *                         unchecked; null to warn if it has not passed within ten minutes
     */
    @DataBoundSetter
    public void setRestorableWithin(@CheckForNull String restorableWithin) {
        this.restorableWithin = Util.fixEmptyAndTrim(restorableWithin);
    }

    /** {@return whether an abort of the build cancels the backup} */
    public boolean isCancelOnAbort() {
        return cancelOnAbort;
    }

    /** @param cancelOnAbort whether an abort of the build cancels the backup */
    @DataBoundSetter
    public void setCancelOnAbort(boolean cancelOnAbort) {
        this.cancelOnAbort = cancelOnAbort;
    }

    @Override
    protected Object readResolve() {
        setTenants(tenants);
        setExcept(except);
        setMode(mode);
        setWait(!Boolean.FALSE.equals(wait));
        return super.readResolve();
    }

    /** {@return whether to wait for the end of the backup} */
    public boolean isWait() {
        return wait;
    }

    /** @param wait whether to wait for the end of the backup; else the step is over once it is started */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    @Override
    public String label() {
        return Messages.ObshellBackupStep_label(tenantLabel());
    }

    @Override
    boolean cancelsOnAbort() {
        return cancelOnAbort;
    }

    @Override
    public SecretSource secrets(Run<?, ?> run) {
        return new RunSecrets(run, encryptionCredentialsId, getStorageCredentialsId());
    }

    @Override
    TenantSelection selection() {
        return new TenantSelection(getTenant(), tenants, except);
    }

    @Override
    void replaceTexts(UnaryOperator<String> replace) {
        super.replaceTexts(replace);
        tenants = NameList.split(tenants.stream().map(replace).toList());
        except = NameList.split(except.stream().map(replace).toList());
        mode = replace.apply(mode);
        unlessNewerThan = replaced(unlessNewerThan, replace);
        restorableWithin = replaced(restorableWithin, replace);
    }

    @Override
    Optional<Function<OperationContext, Operation>> plan(ParameterReader reader) {
        Timing timing = timing(reader);
        BackupMode how = reader.word("mode", mode, EnumSet.allOf(BackupMode.class), BackupMode.FULL);
        IfBackupRunning whileRunning = whileRunning(reader, WHILE_RUNNING);
        Duration fresh = reader.duration("unlessNewerThan", ParameterRules.age(unlessNewerThan), unlessNewerThan, null);
        Duration restorable = reader.duration(
                "restorableWithin", ParameterRules.restorableWithin(restorableWithin), restorableWithin, null);
        ConfigurationRequest first = configuration(reader, timing, whileRunning);
        return reader.request(() -> new BackupRequest(
                        selection(), how, plusArchive, first, whileRunning, fresh, restorable, wait, timing))
                .map(request -> context -> BackupOperation.of(context, request));
    }

    @CheckForNull
    private ConfigurationRequest configuration(ParameterReader reader, Timing timing, IfBackupRunning whileRunning) {
        BackupSettings settings = new BackupSettings(
                getDataBaseUri(),
                getArchiveBaseUri(),
                null,
                getBinding(),
                getPieceSwitchInterval(),
                null,
                null,
                null,
                null);
        if (settings.isEmpty()) {
            return null;
        }
        if (scope().isAllTenants()) {
            reader.add(Messages.ObshellBackupStep_uriOfAllTenants());
            return null;
        }
        IfBackupRunning whileSetting =
                whileRunning == IfBackupRunning.WAIT ? IfBackupRunning.WAIT : IfBackupRunning.FAIL;
        return reader.request(() -> new ConfigurationRequest(scope(), settings, whileSetting, true, false, timing))
                .orElse(null);
    }

    /** What Jenkins knows of the step. */
    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends DestinationStepDescriptor {

        static final String FUNCTION = "obshellBackup";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellBackupStep_displayName();
        }

        /** {@return whether it can be the names of tenants} */
        @POST
        public FormValidation doCheckTenants(@AncestorInPath Item item, @QueryParameter String value) {
            return checkNames(item, value, ParameterRules::userTenant);
        }

        /** {@return whether it can be the names of tenants} */
        @POST
        public FormValidation doCheckExcept(@AncestorInPath Item item, @QueryParameter String value) {
            return checkNames(item, value, ParameterRules::userTenant);
        }

        /** {@return the kinds of backup} */
        @POST
        public ListBoxModel doFillModeItems(@AncestorInPath Item item) {
            return items(
                    item,
                    new ListBoxModel.Option(Messages.ObshellBackupStep_full(), "full"),
                    new ListBoxModel.Option(Messages.ObshellBackupStep_incremental(), "incremental"));
        }

        /** {@return what to do while a backup is running} */
        @POST
        public ListBoxModel doFillIfBackupRunningItems(@AncestorInPath Item item) {
            return items(
                    item,
                    new ListBoxModel.Option(Messages.ObshellStep_fail(), "fail"),
                    new ListBoxModel.Option(Messages.ObshellBackupStep_wait(), "wait"),
                    new ListBoxModel.Option(Messages.ObshellBackupStep_join(), "join"));
        }

        /** {@return the credentials that can encrypt a backup set} */
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

        /** {@return whether it is an age} */
        @POST
        public FormValidation doCheckUnlessNewerThan(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::age);
        }

        /** {@return whether it is a duration} */
        @POST
        public FormValidation doCheckRestorableWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::restorableWithin);
        }
    }
}
