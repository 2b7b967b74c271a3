package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.ExtensionList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** The clusters that steps can name, in “Manage Jenkins → System” and under {@code unclassified: obshell:}. */
@Extension
@Symbol("obshell")
public final class ObshellGlobalConfiguration extends GlobalConfiguration {

    private List<ObshellCluster> clusters = new ArrayList<>();

    /** Reads what was saved. */
    public ObshellGlobalConfiguration() {
        load();
    }

    /** {@return the one configuration of this controller} */
    public static ObshellGlobalConfiguration get() {
        return ExtensionList.lookupSingleton(ObshellGlobalConfiguration.class);
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return Messages.ObshellGlobalConfiguration_displayName();
    }

    /** {@return the clusters in the order of the configuration} */
    @NonNull
    public synchronized List<ObshellCluster> getClusters() {
        return List.copyOf(clusters);
    }

    /**
     * Replaces the clusters and saves them.
     *
     * @param clusters the clusters from now on; null for none
     * @throws IllegalArgumentException with a sentence for each mistake, if there is one; then nothing is changed
     */
    @DataBoundSetter
    public void setClusters(@CheckForNull List<ObshellCluster> clusters) {
        List<ObshellCluster> given = clusters == null ? List.of() : List.copyOf(clusters);
        List<String> problems = ClusterRules.problems(given);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", problems));
        }
        synchronized (this) {
            this.clusters = new ArrayList<>(given);
            save();
        }
    }

    /**
     * @param name the name of a cluster
     * @return that cluster, or nothing if none has this name
     */
    @NonNull
    public Optional<ObshellCluster> cluster(@CheckForNull String name) {
        return getClusters().stream()
                .filter(cluster -> cluster.getName().equals(name))
                .findFirst();
    }

    /**
     * Follows a folder or a job in the lists of those that may use a cluster.
     *
     * @return the names of the clusters that are for it, or for something in it
     */
    synchronized List<String> moveFolder(String oldFullName, String newFullName) {
        List<String> followed = new ArrayList<>();
        for (ObshellCluster cluster : clusters) {
            List<String> moved = FolderList.moved(cluster.getAllowedFolders(), oldFullName, newFullName);
            if (!moved.equals(cluster.getAllowedFolders())) {
                cluster.setAllowedFolders(moved);
                followed.add(cluster.getName());
            }
        }
        if (!followed.isEmpty()) {
            save();
        }
        return followed;
    }

    /** {@return the names of the clusters that name this folder or job as one that may use them} */
    synchronized List<String> clustersFor(String fullName) {
        return clusters.stream()
                .filter(cluster -> cluster.getAllowedFolders().contains(fullName))
                .map(ObshellCluster::getName)
                .toList();
    }

    /** Takes the form; a list without clusters arrives as no list at all, so data binding alone would keep the last one. */
    @Override
    public boolean configure(StaplerRequest2 request, JSONObject form) throws FormException {
        List<ObshellCluster> given = request.bindJSONToList(ObshellCluster.class, form.opt("clusters"));
        List<String> problems = ClusterRules.problems(given);
        if (!problems.isEmpty()) {
            throw new FormException(String.join(" ", problems), "clusters");
        }
        setClusters(given);
        return true;
    }
}
