package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.model.listeners.ItemListener;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets the clusters that are for some folders follow a folder that is moved or renamed, and warns where one is deleted. */
@Extension
public final class AllowedFolderListener extends ItemListener {

    private static final Logger LOGGER = Logger.getLogger(AllowedFolderListener.class.getName());

    /** Else the folder would lose its clusters, and whoever makes another one of that name would get them. */
    @Override
    public void onLocationChanged(@NonNull Item item, @NonNull String oldFullName, @NonNull String newFullName) {
        List<String> followed = ObshellGlobalConfiguration.get().moveFolder(oldFullName, newFullName);
        if (!followed.isEmpty()) {
            LOGGER.log(Level.INFO, "{0} is {1} now, also for the clusters {2}", new Object[] {
                oldFullName, newFullName, followed
            });
        }
    }

    /** A cluster without any folder would be for all, so the name stays. */
    @Override
    public void onDeleted(@NonNull Item item) {
        List<String> left = ObshellGlobalConfiguration.get().clustersFor(item.getFullName());
        if (!left.isEmpty()) {
            LOGGER.log(
                    Level.WARNING,
                    "{0} was deleted. The clusters {1} are for whatever will have that name; change their allowed folders",
                    new Object[] {item.getFullName(), left});
        }
    }
}
