package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.operation.request.SecretRules;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The password of root@sys, and what the environment holds for destinations and backup sets. */
final class DemoSecrets implements SecretSource {

    private static final String ACCESS_ID = "OBSHELL_ACCESS_ID";
    private static final String ACCESS_KEY = "OBSHELL_ACCESS_KEY";
    private static final String BACKUP_SET_PASSWORD = "OBSHELL_BACKUP_SET_PASSWORD";

    private final String password;
    private final Map<String, String> environment;

    /**
     * @param password    of root@sys
     * @param environment the environment variables
     * @throws IllegalArgumentException if OceanBase cannot take one of the secrets; the message does not repeat it
     */
    DemoSecrets(String password, Map<String, String> environment) {
        this.password = password;
        this.environment = environment;
        refuse(value(ACCESS_ID).flatMap(id -> SecretRules.storageKey(ACCESS_ID, id)));
        refuse(value(ACCESS_KEY).flatMap(key -> SecretRules.storageKey(ACCESS_KEY, key)));
        refuse(value(BACKUP_SET_PASSWORD).flatMap(set -> SecretRules.backupSetPassword(BACKUP_SET_PASSWORD, set)));
        if (value(ACCESS_ID).isPresent() != value(ACCESS_KEY).isPresent()) {
            throw new IllegalArgumentException("Set both " + ACCESS_ID + " and " + ACCESS_KEY + ", or neither");
        }
    }

    private static void refuse(Optional<String> problem) {
        problem.ifPresent(sentence -> {
            throw new IllegalArgumentException(sentence);
        });
    }

    ObshellPassword password() {
        return new ObshellPassword(PasswordKind.ROOT_SYS, password);
    }

    @Override
    public String encryptionPassword() {
        return value(BACKUP_SET_PASSWORD).orElse(null);
    }

    @Override
    public StorageKey storageKey() {
        return value(ACCESS_ID)
                .map(id -> new StorageKey(id, environment.get(ACCESS_KEY), true))
                .orElse(null);
    }

    /** {@return a mask for all of them} */
    SecretMask mask() {
        List<String> all = new ArrayList<>(known());
        all.add(password);
        return new SecretMask(all);
    }

    private Optional<String> value(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }
}
