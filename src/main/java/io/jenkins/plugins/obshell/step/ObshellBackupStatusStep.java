package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.request.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Looks at the last or running backup, or attaches to a DAG, and judges it. It changes nothing in obshell. */
public final class ObshellBackupStatusStep extends TenantStep {

    private static final long serialVersionUID = 1;

    private List<String> tenants = new ArrayList<>();
    private List<String> except = new ArrayList<>();
    private String dagId;
    private Boolean wait = true;
    private String maxAge;
    private String maxArchiveLag;
    private boolean restorable;
    private String archivedUpTo;
    private boolean quiet;
    private Boolean failUnlessCompleted = true;

    /** The last backup of all user tenants; what is running is waited for, and anything but COMPLETED fails. */
    @DataBoundConstructor
    public ObshellBackupStatusStep() {
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

    /** {@return the tenants that need no backup, if all tenants are checked} */
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

    /** {@return the DAG to attach to, or null for the last or running backup} */
    @CheckForNull
    public String getDagId() {
        return dagId;
    }

    /** @param dagId the DAG to attach to, as an earlier step returned it; null for the last or running backup */
    @DataBoundSetter
    public void setDagId(@CheckForNull String dagId) {
        this.dagId = Util.fixEmptyAndTrim(dagId);
    }

    @Override
    protected Object readResolve() {
        setTenants(tenants);
        setExcept(except);
        setWait(!Boolean.FALSE.equals(wait));
        setFailUnlessCompleted(!Boolean.FALSE.equals(failUnlessCompleted));
        return super.readResolve();
    }

    /** {@return whether to wait for the end of what is running} */
    public boolean isWait() {
        return wait;
    }

    /** @param wait whether to wait for the end of what is running */
    @DataBoundSetter
    public void setWait(boolean wait) {
        this.wait = wait;
    }

    /** {@return how old the last COMPLETED backup may be, or null} */
    @CheckForNull
    public String getMaxAge() {
        return maxAge;
    }

    /** @param maxAge how long ago the last COMPLETED backup may have ended, such as {@code 1d} */
    @DataBoundSetter
    public void setMaxAge(@CheckForNull String maxAge) {
        this.maxAge = Util.fixEmptyAndTrim(maxAge);
    }

    /** {@return how far the archived log may lag behind, or null} */
    @CheckForNull
    public String getMaxArchiveLag() {
        return maxArchiveLag;
    }

    /** @param maxArchiveLag how far the archived log may lag behind, such as {@code 5m} */
    @DataBoundSetter
    public void setMaxArchiveLag(@CheckForNull String maxArchiveLag) {
        this.maxArchiveLag = Util.fixEmptyAndTrim(maxArchiveLag);
    }

    /** {@return whether the last COMPLETED backup must be restorable} */
    public boolean isRestorable() {
        return restorable;
    }

    /** @param restorable whether the last COMPLETED backup must be restorable */
    @DataBoundSetter
    public void setRestorable(boolean restorable) {
        this.restorable = restorable;
    }

    /** {@return up to when the log must be archived: {@code now}, or null} */
    @CheckForNull
    public String getArchivedUpTo() {
        return archivedUpTo;
    }

    /** @param archivedUpTo {@code now} to wait until the log is archived up to the moment when the step begins; or null */
    @DataBoundSetter
    public void setArchivedUpTo(@CheckForNull String archivedUpTo) {
        this.archivedUpTo = Util.fixEmptyAndTrim(archivedUpTo);
    }

    /** {@return whether no backup may be running and no DAG of the cluster be open} */
    public boolean isQuiet() {
        return quiet;
    }

    /** @param quiet whether no backup of any tenant may be running and no DAG of the cluster be open */
    @DataBoundSetter
    public void setQuiet(boolean quiet) {
        this.quiet = quiet;
    }

    /** {@return whether anything but COMPLETED is a failure} */
    public boolean isFailUnlessCompleted() {
        return failUnlessCompleted;
    }

    /** @param failUnlessCompleted whether anything but COMPLETED is a failure; else it is a warning */
    @DataBoundSetter
    public void setFailUnlessCompleted(boolean failUnlessCompleted) {
        this.failUnlessCompleted = failUnlessCompleted;
    }

    @Override
    public String label() {
        return Messages.ObshellBackupStatusStep_label(tenantLabel());
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
        dagId = replaced(dagId, replace);
        maxAge = replaced(maxAge, replace);
        maxArchiveLag = replaced(maxArchiveLag, replace);
        archivedUpTo = replaced(archivedUpTo, replace);
    }

    @Override
    Optional<Function<OperationContext, Operation>> plan(ParameterReader reader) {
        Timing timing = timing(reader);
        Duration age = reader.duration("maxAge", ParameterRules.age(maxAge), maxAge, null);
        Duration lag = reader.duration("maxArchiveLag", ParameterRules.age(maxArchiveLag), maxArchiveLag, null);
        reader.add("archivedUpTo", ParameterRules.archivedUpTo(archivedUpTo));
        boolean upToNow = archivedUpTo != null;
        return reader.request(() -> new CheckRequest(
                        selection(), dagId, wait, age, lag, restorable, upToNow, quiet, failUnlessCompleted, timing))
                .map(request -> context -> new CheckOperation(context, request));
    }

    /** What Jenkins knows of the step. */
    @Extension
    @Symbol(DescriptorImpl.FUNCTION)
    public static final class DescriptorImpl extends TenantStepDescriptor {

        static final String FUNCTION = "obshellBackupStatus";

        @Override
        public String getFunctionName() {
            return FUNCTION;
        }

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellBackupStatusStep_displayName();
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

        /** {@return whether it can be the id of a DAG} */
        @POST
        public FormValidation doCheckDagId(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::dagId);
        }

        /** {@return whether it is an age} */
        @POST
        public FormValidation doCheckMaxAge(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::age);
        }

        /** {@return whether it is a lag} */
        @POST
        public FormValidation doCheckMaxArchiveLag(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::age);
        }

        /** {@return whether it is {@code now}} */
        @POST
        public FormValidation doCheckArchivedUpTo(@AncestorInPath Item item, @QueryParameter String value) {
            return check(item, value, ParameterRules::archivedUpTo);
        }
    }
}
