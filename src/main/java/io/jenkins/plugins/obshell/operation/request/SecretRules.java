package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.Optional;

/**
 * What OceanBase can take of a secret. obshell puts secrets into SQL statements and escapes hardly anything, so a wrong
 * character fails only inside the DAG, or makes a backup set that nobody can restore.
 */
public final class SecretRules {

    private SecretRules() {}

    /**
     * @param credentialsId the credential that holds the key
     * @param part          the access id or the access key
     * @return a sentence that names the credential and never the secret, or nothing if the key can be used
     */
    @NonNull
    public static Optional<String> storageKey(@NonNull String credentialsId, @NonNull String part) {
        return part.indexOf('\'') >= 0 || hasControlCharacter(part)
                ? Optional.of(Messages.SecretRules_storageKey(credentialsId))
                : Optional.empty();
    }

    /**
     * @param credentialsId the credential that holds the password
     * @param password      the password of a backup set
     * @return a sentence that names the credential and never the password, or nothing if a set with it can be restored
     */
    @NonNull
    public static Optional<String> backupSetPassword(@NonNull String credentialsId, @NonNull String password) {
        boolean quoted = password.chars().anyMatch(c -> c == '\'' || c == '"' || c == '\\');
        boolean blankAtEdge = !password.strip().equals(password);
        return quoted || blankAtEdge || hasControlCharacter(password)
                ? Optional.of(Messages.SecretRules_backupSetPassword(credentialsId))
                : Optional.empty();
    }

    private static boolean hasControlCharacter(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
