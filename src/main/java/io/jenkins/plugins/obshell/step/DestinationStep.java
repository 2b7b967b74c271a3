package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Util;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that can set backup destinations, and that must decide what to do if a backup is already running. */
public abstract class DestinationStep extends TenantStep {

    private static final long serialVersionUID = 1;

    private static final String DEFAULT_IF_BACKUP_RUNNING = "fail";

    private String dataBaseUri;
    private String archiveBaseUri;
    private String binding;
    private String pieceSwitchInterval;
    private String storageCredentialsId;
    private String ifBackupRunning = DEFAULT_IF_BACKUP_RUNNING;

    /** {@return where data backups of the tenant go, or null to leave it as it is} */
    @CheckForNull
    public String getDataBaseUri() {
        return dataBaseUri;
    }

    /** @param dataBaseUri where data backups of the tenant go; without access keys */
    @DataBoundSetter
    public void setDataBaseUri(@CheckForNull String dataBaseUri) {
        this.dataBaseUri = Util.fixEmptyAndTrim(dataBaseUri);
    }

    /** {@return where the tenant's log is archived, or null to leave it as it is} */
    @CheckForNull
    public String getArchiveBaseUri() {
        return archiveBaseUri;
    }

    /** @param archiveBaseUri where the tenant's log is archived; without access keys */
    @DataBoundSetter
    public void setArchiveBaseUri(@CheckForNull String archiveBaseUri) {
        this.archiveBaseUri = Util.fixEmptyAndTrim(archiveBaseUri);
    }

    /** {@return {@code optional} or {@code mandatory}, or null} */
    @CheckForNull
    public String getBinding() {
        return binding;
    }

    /** @param binding {@code optional} or {@code mandatory}; null lets obshell reset it with the destination */
    @DataBoundSetter
    public void setBinding(@CheckForNull String binding) {
        String word = Util.fixEmptyAndTrim(binding);
        this.binding = word == null ? null : word.toLowerCase(Locale.ROOT);
    }

    /** {@return how often a new piece of the archived log begins, or null} */
    @CheckForNull
    public String getPieceSwitchInterval() {
        return pieceSwitchInterval;
    }

    /** @param pieceSwitchInterval how often a new piece of the archived log begins: {@code 1d} to {@code 7d}; null as above */
    @DataBoundSetter
    public void setPieceSwitchInterval(@CheckForNull String pieceSwitchInterval) {
        this.pieceSwitchInterval = Util.fixEmptyAndTrim(pieceSwitchInterval);
    }

    /** {@return the id of the credential for object storage, or null} */
    @CheckForNull
    public String getStorageCredentialsId() {
        return storageCredentialsId;
    }

    /** @param storageCredentialsId the id of a user name with password: the access id and the access key */
    @DataBoundSetter
    public void setStorageCredentialsId(@CheckForNull String storageCredentialsId) {
        this.storageCredentialsId = Util.fixEmptyAndTrim(storageCredentialsId);
    }

    /** {@return what to do while a backup is running, in one word} */
    @NonNull
    public String getIfBackupRunning() {
        return ifBackupRunning;
    }

    /** @param ifBackupRunning one of the words that the step's form offers; null for {@code fail} */
    @DataBoundSetter
    public void setIfBackupRunning(@CheckForNull String ifBackupRunning) {
        this.ifBackupRunning = wordOrElse(ifBackupRunning, DEFAULT_IF_BACKUP_RUNNING);
    }

    @Override
    protected Object readResolve() {
        setIfBackupRunning(ifBackupRunning);
        return super.readResolve();
    }

    @Override
    void replaceTexts(UnaryOperator<String> replace) {
        super.replaceTexts(replace);
        dataBaseUri = replaced(dataBaseUri, replace);
        archiveBaseUri = replaced(archiveBaseUri, replace);
    }

    @Override
    Stream<Optional<String>> verdictsOnUris() {
        return Stream.of(ParameterRules.secretInUri(dataBaseUri), ParameterRules.secretInUri(archiveBaseUri));
    }

    /** {@return what to do while a backup is running; fail if the step does not know the word} */
    final IfBackupRunning whileRunning(ParameterReader reader, Set<IfBackupRunning> known) {
        return reader.word("ifBackupRunning", ifBackupRunning, known, IfBackupRunning.FAIL);
    }
}
