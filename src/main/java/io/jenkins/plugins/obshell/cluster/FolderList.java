package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The folders whose jobs may use a cluster, each by its full name; none means all jobs. */
final class FolderList {

    private FolderList() {}

    /** {@return the names of several texts, one a line, without slashes around them; none for null} */
    static List<String> split(@CheckForNull List<String> texts) {
        return Texts.lines(texts).stream()
                .map(line -> line.replaceAll("^/+|/+$", "").strip())
                .filter(Predicate.not(String::isEmpty))
                .distinct()
                .toList();
    }

    /** {@return a sentence if it can be the full name of no folder and no job} */
    static Optional<String> problem(String name) {
        boolean fits = name.chars().noneMatch(Character::isISOControl)
                && List.of(name.split("/", -1)).stream().noneMatch(part -> part.isBlank() || part.matches("\\.{1,2}"))
                && name.chars().noneMatch(c -> "*?\\<>|:".indexOf(c) >= 0);
        return fits ? Optional.empty() : Optional.of(Messages.FolderList_malformed(name));
    }

    /** {@return the names after one was moved, with those in it} */
    static List<String> moved(List<String> folders, String oldFullName, String newFullName) {
        return folders.stream()
                .map(folder ->
                        isWithin(oldFullName, folder) ? newFullName + folder.substring(oldFullName.length()) : folder)
                .toList();
    }

    /**
     * @param folders the folders, or single jobs; empty for everywhere
     * @param item    the full name of a job or a folder
     * @return whether it is one of them or in one of them
     */
    static boolean holds(List<String> folders, String item) {
        return folders.isEmpty() || folders.stream().anyMatch(folder -> isWithin(folder, item));
    }

    private static boolean isWithin(String folder, String item) {
        return item.equals(folder) || item.startsWith(folder + "/");
    }
}
