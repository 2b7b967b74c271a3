package io.jenkins.plugins.obshell.client.model;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.Locale;
import java.util.Set;

/** OceanBase's words for how a backup set is encrypted, as in the column {@code ENCRYPTION_MODE}. */
public final class EncryptionMode {

    private static final Set<String> WITH_PASSWORD = Set.of("PASSWORD", "PASSWORD_ENCRYPTION", "DUAL_MODE_ENCRYPTION");

    private EncryptionMode() {}

    /**
     * @param word OceanBase's word, or null
     * @return whether it says that the set is not encrypted
     */
    public static boolean isNone(@Nullable String word) {
        return "NONE".equalsIgnoreCase(word);
    }

    /**
     * @param word OceanBase's word, or null
     * @return whether it says that the set is encrypted, with a password or with the keys of the tenant
     */
    public static boolean isEncrypted(@Nullable String word) {
        return needsPassword(word) || "TRANSPARENT_ENCRYPTION".equalsIgnoreCase(word);
    }

    /**
     * @param word OceanBase's word, or null
     * @return whether it says that the set cannot be restored without a password
     */
    public static boolean needsPassword(@Nullable String word) {
        return word != null && WITH_PASSWORD.contains(word.toUpperCase(Locale.ROOT));
    }
}
