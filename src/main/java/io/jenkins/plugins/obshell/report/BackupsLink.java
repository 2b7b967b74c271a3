package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.ManagementLink;
import hudson.security.Permission;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.StaplerProxy;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The configured clusters at a glance, under “Manage Jenkins”. Everything below it is for users who may manage Jenkins or read
 * its configuration; a cluster that is for some folders only is for administrators.
 */
@Extension
@ExportedBean
public final class BackupsLink extends ManagementLink implements StaplerProxy, PageWithTimes {

    /** The path of the page, relative to {@code manage/}. */
    static final String URL_NAME = "obshell-backups";

    /** Guards the page, everything below it, and their REST API. */
    @Override
    public Object getTarget() {
        Jenkins.get().checkAnyPermission(Jenkins.MANAGE, Jenkins.SYSTEM_READ);
        return this;
    }

    /** Of the two permissions the one that the user has, since “Manage Jenkins” asks for one only. */
    @Override
    @NonNull
    public Permission getRequiredPermission() {
        return Jenkins.get().hasPermission(Jenkins.MANAGE) ? Jenkins.MANAGE : Jenkins.SYSTEM_READ;
    }

    /** {@return the clusters that the user may see, in the order of the configuration} */
    @Exported(visibility = 2)
    @NonNull
    public List<ClusterPage> getClusters() {
        return ObshellGlobalConfiguration.get().getClusters().stream()
                .filter(BackupsLink::maySee)
                .map(ClusterPage::new)
                .toList();
    }

    /**
     * @param path the last part of the path of a page
     * @return the page of that cluster; null if there is none, or the user may not see it
     */
    @Nullable
    public ClusterPage getCluster(@NonNull String path) {
        return getClusters().stream()
                .filter(page -> page.getPath().equals(path))
                .findFirst()
                .orElse(null);
    }

    /** Who may use the jobs of some folders is not known here. */
    private static boolean maySee(ObshellCluster cluster) {
        return cluster.getAllowedFolders().isEmpty() || Jenkins.get().hasPermission(Jenkins.ADMINISTER);
    }

    /** {@return the REST API of this page} */
    @NonNull
    public Api getApi() {
        return new Api(this);
    }

    @Override
    public String getIconFileName() {
        return "symbol-obshell plugin-obshell-backup";
    }

    @Override
    public String getDisplayName() {
        return Messages.BackupsLink_displayName();
    }

    @Override
    public String getDescription() {
        return Messages.BackupsLink_description();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    @Override
    @NonNull
    public Category getCategory() {
        return Category.STATUS;
    }
}
