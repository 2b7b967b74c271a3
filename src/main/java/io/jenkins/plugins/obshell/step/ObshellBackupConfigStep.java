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
import io.jenkins.plugins.obshell.cluster.RunSecrets;
import io.jenkins.plugins.obshell.operation.ConfigurationOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Configures where the backups of a tenant are stored and how long they are kept. Parameters left out are unchanged. */
public final class ObshellBackupConfigStep extends DestinationStep {

    private static final long serialVersionUID = 1;

    private static final Set<IfBackupRunning> WHILE_RUNNING =
            EnumSet.of(IfBackupRunning.FAIL, IfBackupRunning.WAIT, IfBackupRunning.INTERRUPT);

    private String backupBaseUri;
    private Integer logArchiveConcurrency;
    private String archiveLagTarget;
    private Integer haLowThreadScore;
    private String deletePolicy;
    private String recoveryWindow;
    private boolean onlyIfChanged;
    private String archive;

    /** Nothing to configure yet. */
    @DataBoundConstructor
    public ObshellBackupConfigStep() {
        // Every parameter has a setter.
    }

    /** {@return the root of both for all user tenants, or null} */
    @CheckForNull
    public String getBackupBaseUri() {
        return backupBaseUri;
    }

    /** @param backupBaseUri the root of both for all user tenants; without access keys */
    @DataBoundSetter
    public void setBackupBaseUri(@CheckForNull String backupBaseUri) {
        this.backupBaseUri = Util.fixEmptyAndTrim(backupBaseUri);
    }

    /** {@return how many threads archive the log, or null} */
    @CheckForNull
    public Integer getLogArchiveConcurrency() {
        return logArchiveConcurrency;
    }

    /** @param logArchiveConcurrency how many threads archive the log: 0 to 100; null leaves it as it is */
    @DataBoundSetter
    public void setLogArchiveConcurrency(@CheckForNull Integer logArchiveConcurrency) {
        this.logArchiveConcurrency = logArchiveConcurrency;
    }

    /** {@return how far the archived log may lag behind, or null} */
    @CheckForNull
    public String getArchiveLagTarget() {
        return archiveLagTarget;
    }

    /** @param archiveLagTarget how far the archived log may lag behind: up to {@code 2h}; null leaves it as it is */
    @DataBoundSetter
    public void setArchiveLagTarget(@CheckForNull String archiveLagTarget) {
        this.archiveLagTarget = Util.fixEmptyAndTrim(archiveLagTarget);
    }

    /** {@return how many threads of low priority copy, or null} */
    @CheckForNull
    public Integer getHaLowThreadScore() {
        return haLowThreadScore;
    }

    /** @param haLowThreadScore how many threads of low priority copy: 0 to 100; null leaves it as it is */
    @DataBoundSetter
    public void setHaLowThreadScore(@CheckForNull Integer haLowThreadScore) {
        this.haLowThreadScore = haLowThreadScore;
    }

    /** {@return the policy that deletes old backups, or null} */
    @CheckForNull
    public String getDeletePolicy() {
        return deletePolicy;
    }

    /** @param deletePolicy {@code default}; null if nothing is to be deleted, or a recovery window says enough */
    @DataBoundSetter
    public void setDeletePolicy(@CheckForNull String deletePolicy) {
        this.deletePolicy = Util.fixEmptyAndTrim(deletePolicy);
    }

    /** {@return how far back the tenant must be recoverable, or null} */
    @CheckForNull
    public String getRecoveryWindow() {
        return recoveryWindow;
    }

    /** @param recoveryWindow how far back the tenant must be recoverable, in days, such as {@code 7d} */
    @DataBoundSetter
    public void setRecoveryWindow(@CheckForNull String recoveryWindow) {
        this.recoveryWindow = Util.fixEmptyAndTrim(recoveryWindow);
    }

    /** {@return whether nothing is sent if the destinations are already set} */
    public boolean isOnlyIfChanged() {
        return onlyIfChanged;
    }

    /** @param onlyIfChanged whether nothing is sent if the destinations are already set and nothing else is given */
    @DataBoundSetter
    public void setOnlyIfChanged(boolean onlyIfChanged) {
        this.onlyIfChanged = onlyIfChanged;
    }

    /** {@return {@code on} to start log archiving again afterwards, or null} */
    @CheckForNull
    public String getArchive() {
        return archive;
    }

    /** @param archive {@code on} to start log archiving again afterwards; null leaves that to the next backup */
    @DataBoundSetter
    public void setArchive(@CheckForNull String archive) {
        this.archive = Util.fixEmptyAndTrim(archive);
    }

    @Override
    public String label() {
        return Messages.ObshellBackupConfigStep_label(tenantLabel());
    }

    @Override
    public SecretSource secrets(Run<?, ?> run) {
        return new RunSecrets(run, null, getStorageCredentialsId());
    }

    @Override
    void replaceTexts(UnaryOperator<String> replace) {
        super.replaceTexts(replace);
        backupBaseUri = replaced(backupBaseUri, replace);
    }

    @Override
    Stream<Optional<String>> verdictsOnUris() {
        return Stream.concat(super.verdictsOnUris(), Stream.of(ParameterRules.secretInUri(backupBaseUri)));
    }

    @Override
    Optional<Function<OperationContext, Operation>> plan(ParameterReader reader) {
        Timing timing = timing(reader);
        IfBackupRunning whileRunning = whileRunning(reader, WHILE_RUNNING);
        reader.add("archive", ParameterRules.archive(archive));
        return reader.request(() -> new ConfigurationRequest(
                        scope(), settings(), whileRunning, onlyIfChanged, archive != null, timing))
                .map(request -> context -> new ConfigurationOperation(context, request));
    }

    private BackupSettings settings() {
        BackupSettings.DeletePolicy policy = deletePolicy == null && recoveryWindow == null
                ? null
                : new BackupSettings.DeletePolicy(deletePolicy == null ? "default" : deletePolicy, recoveryWindow);
        return new BackupSettings(
                getDataBaseUri(),
                getArchiveBaseUri(),
                backupBaseUri,
                getBinding(),
                getPieceSwitchInterval(),
                logArchiveConcurrency,
                archiveLagTarget,
                haLowThreadScore,
                policy);
    }

    /** What Jenkins knows of the step. */
    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends DestinationStepDescriptor {

        static final String FUNCTION = "obshellBackupConfig";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellBackupConfigStep_displayName();
        }

        /** {@return what to do while a backup is running} */
        @POST
        public ListBoxModel doFillIfBackupRunningItems(@AncestorInPath Item item) {
            return items(
                    item,
                    new ListBoxModel.Option(Messages.ObshellStep_fail(), "fail"),
                    new ListBoxModel.Option(Messages.ObshellBackupConfigStep_wait(), "wait"),
                    new ListBoxModel.Option(Messages.ObshellBackupConfigStep_interrupt(), "interrupt"));
        }

        /** {@return what to make of log archiving afterwards} */
        @POST
        public ListBoxModel doFillArchiveItems(@AncestorInPath Item item) {
            return items(
                    item,
                    new ListBoxModel.Option(Messages.ObshellBackupConfigStep_archiveLeft(), ""),
                    new ListBoxModel.Option(Messages.ObshellBackupConfigStep_archiveOn(), "on"));
        }

        /** {@return the policies that delete old backups} */
        @POST
        public ListBoxModel doFillDeletePolicyItems(@AncestorInPath Item item) {
            return items(
                    item,
                    new ListBoxModel.Option(Messages.ObshellBackupConfigStep_unchanged(), ""),
                    new ListBoxModel.Option("default", "default"));
        }

        /** {@return whether it is a URI that obshell takes} */
        @POST
        public FormValidation doCheckBackupBaseUri(@AncestorInPath Item item, @QueryParameter String value) {
            return checkUri(item, value);
        }

        /** {@return whether it is a number from 0 to 100} */
        @POST
        public FormValidation doCheckLogArchiveConcurrency(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, text -> number(text, ParameterRules::logArchiveConcurrency));
        }

        /** {@return whether it is a lag that obshell takes} */
        @POST
        public FormValidation doCheckArchiveLagTarget(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String archiveBaseUri) {
            return check(
                    item,
                    value,
                    lag -> ParameterRules.archiveLagTarget(
                            lag,
                            archiveBaseUri != null && archiveBaseUri.strip().startsWith("s3:")));
        }

        /** {@return whether it is a number from 0 to 100} */
        @POST
        public FormValidation doCheckHaLowThreadScore(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, text -> number(text, ParameterRules::haLowThreadScore));
        }

        /** {@return whether it is a number of days} */
        @POST
        public FormValidation doCheckRecoveryWindow(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::recoveryWindow);
        }

        /** What is no number is judged like one that is out of range. */
        private static Optional<String> number(String text, Function<Integer, Optional<String>> rule) {
            try {
                return rule.apply(Integer.valueOf(text));
            } catch (NumberFormatException e) {
                return rule.apply(-1);
            }
        }
    }
}
