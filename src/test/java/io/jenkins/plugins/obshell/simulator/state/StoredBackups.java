package io.jenkins.plugins.obshell.simulator.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the backups and the log archive of a tenant have left behind in their destinations.
 *
 * @param tenant             the tenant
 * @param tenantId           its id
 * @param dataDestination    where its backup sets lie, as the database shows it
 * @param archiveDestination where its log lies, as the database shows it
 * @param model              the sets and the rounds
 * @param passwords          the password of each set that has one, by the set's number
 */
public record StoredBackups(
        String tenant,
        int tenantId,
        String dataDestination,
        String archiveDestination,
        RestoreModel model,
        Map<Long, String> passwords) {

    /** Copies the passwords. */
    public StoredBackups {
        passwords = Map.copyOf(passwords);
    }

    /**
     * @param scn        a point
     * @param decryption the passwords that are given
     * @return the error of OceanBase if it cannot restore to that point; it takes the newest set that can be
     */
    Optional<String> refusal(long scn, List<String> decryption) {
        String refusal = "Error 4018 (HY000): no backup set is available";
        List<RestoreModel.BackupSet> sets = model.sets();
        for (int i = sets.size() - 1; i >= 0; i--) {
            Optional<RestoreModel.Refusal> why = model.restore(sets.get(i).id(), scn);
            if (why.isEmpty()) {
                String password = passwords.get(sets.get(i).id());
                return password == null || decryption.contains(password)
                        ? Optional.empty()
                        : Optional.of("Error 9030 (HY000): invalid backup password");
            }
            refusal = "Error " + why.get().code() + " (HY000): " + why.get().message();
        }
        return Optional.of(refusal);
    }
}
