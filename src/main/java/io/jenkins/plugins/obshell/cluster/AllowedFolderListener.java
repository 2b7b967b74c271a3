package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Updates the allowed folders of clusters if a folder is moved or renamed, and warns if one is deleted. */
@Extension
public final class AllowedFolderListener extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(AllowedFolderListener.class.getName());

    /** Otherwise the folder would lose its clusters, and a new folder with the old name would get them. */
    @Override
    public void onLocationChanged(@NonNull Item item, @NonNull String oldFullName, @NonNull String newFullName) {
        List<String> followed = ObshellGlobalConfiguration.get().moveFolder(oldFullName, newFullName);
        if (!followed.isEmpty()) {
            LOGGER.log(
                    Level.INFO,
                    "{0} was moved to {1}; the allowed folders of the clusters {2} were updated",
                    new Object[] {oldFullName, newFullName, followed});
        }
    }

    /** The name stays in the list, because a cluster without allowed folders is for all jobs. */
    @Override
    public void onDeleted(@NonNull Item item) {
        List<String> left = ObshellGlobalConfiguration.get().clustersFor(item.getFullName());
        if (!left.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} was deleted. A new item with this name could use the clusters {1}; change their allowed folders",
                    new Object[] {item.getFullName(), left});
        }
    }
}
