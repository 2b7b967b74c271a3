package io.jenkins.plugins.obshell.simulator.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides as OceanBase does whether a tenant can be restored from what its backups and its log archive have left behind. All
 * SCNs are nanoseconds since 1970.
 *
 * @param sets   the tenant's backup sets
 * @param rounds the rounds of its log archive, those that are over too
 */
public record RestoreModel(List<BackupSet> sets, List<Round> rounds) {

    /** The number of the error that OceanBase refuses with. */
    public static final int ENTRY_NOT_EXIST = 4018;

    /**
     * A backup set.
     *
     * @param id             its number
     * @param baseId         the set that an incremental one continues; 0 for a full one
     * @param status         how its backup stands
     * @param deleted        whether its files were deleted
     * @param plusArchive    whether it includes the log from its start to its end
     * @param startScn       from where on its tables need the log
     * @param userLsStartScn from where on its user log streams need the log
     * @param endScn         the first point that it can be restored to
     */
    public record BackupSet(
            long id,
            long baseId,
            String status,
            boolean deleted,
            boolean plusArchive,
            long startScn,
            long userLsStartScn,
            long endScn) {

        private boolean isAvailable() {
            return status.equals("COMPLETED") && !deleted;
        }

        private long neededFrom() {
            return Math.min(startScn, userLsStartScn);
        }
    }

    /**
     * A round of the log archive: the log without a gap from its start to its checkpoint.
     *
     * @param destination   where it lies
     * @param startScn      where it begins
     * @param checkpointScn where it ends by now, or for good if it is over
     */
    public record Round(String destination, long startScn, long checkpointScn) {}

    /**
     * Why OceanBase refuses a restore.
     *
     * @param code    the number of its error
     * @param message the error's text
     */
    public record Refusal(int code, String message) {}

    /** Copies both. */
    public RestoreModel {
        sets = List.copyOf(sets);
        rounds = List.copyOf(rounds);
    }

    /**
     * Restores a set and the log up to a point, from the archive destination that fits best.
     *
     * @param setId the backup set
     * @param scn   the point
     * @return why OceanBase refuses, or empty if the restore succeeds
     */
    public Optional<Refusal> restore(long setId, long scn) {
        return restore(setId, scn, round -> true);
    }

    /**
     * Restores a set and the log up to a point.
     *
     * @param setId              the backup set
     * @param archiveDestination where the log is taken from
     * @param scn                the point
     * @return why OceanBase refuses, or empty if the restore succeeds
     */
    public Optional<Refusal> restore(long setId, String archiveDestination, long scn) {
        return restore(setId, scn, round -> round.destination().equals(archiveDestination));
    }

    private Optional<Refusal> restore(long setId, long scn, Predicate<Round> given) {
        List<BackupSet> chain = chain(setId);
        if (chain.isEmpty() || !chain.get(0).isAvailable()) {
            return refused("no backup set is available");
        }
        if (!chain.stream().allMatch(BackupSet::isAvailable)
                || chain.get(chain.size() - 1).baseId() != 0) {
            return refused("no full backup set exists");
        }
        BackupSet set = chain.get(0);
        if (scn < set.endScn()) {
            return refused("no full backup set can be used to restore to given time");
        }
        boolean hasLog = set.plusArchive() && scn == set.endScn()
                || rounds.stream()
                        .filter(given)
                        .anyMatch(round -> round.startScn() <= set.neededFrom() && round.checkpointScn() >= scn);
        return hasLog ? Optional.empty() : refused("No enough log for restore");
    }

    /** The set, and those that it continues, as far as they are known; the oldest last. */
    private List<BackupSet> chain(long setId) {
        List<BackupSet> chain = new ArrayList<>();
        Optional<BackupSet> next = set(setId);
        while (next.isPresent()) {
            chain.add(next.get());
            next = set(next.get().baseId());
        }
        return chain;
    }

    private Optional<BackupSet> set(long id) {
        return sets.stream().filter(set -> set.id() == id).findFirst();
    }

    private static Optional<Refusal> refused(String message) {
        return Optional.of(new Refusal(ENTRY_NOT_EXIST, message));
    }
}
