package io.jenkins.plugins.obshell.operation.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"AKIA/x+y=", "p%41ss", "a&b", "100%", "pass word", "密钥"})
    void aKeyThatCanBeEncodedIsRight(String key) {
        assertEquals(Optional.empty(), SecretRules.storageKey("bucket-key", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "key\n", "\rkey", "a\u0000b", "a\u007fb", "tab\there"})
    void aKeyThatOceanBaseCannotTakeIsRefusedByTheNameOfItsCredential(String key) {
        String problem = SecretRules.storageKey("bucket-key", key).orElseThrow();

        assertTrue(problem.contains("“bucket-key”"), problem);
        assertFalse(problem.contains(key), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "with blank", "p%41ss", "#$&*()", "密码"})
    void aPasswordWithWhichASetCanBeRestoredIsRight(String password) {
        assertEquals(Optional.empty(), SecretRules.backupSetPassword("set-password", password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "say \"x\"", "back\\slash", " pwd", "pwd ", "line\n", "a\u0001b"})
    void aPasswordWithWhichNoSetCouldBeRestoredIsRefusedByTheNameOfItsCredential(String password) {
        String problem = SecretRules.backupSetPassword("set-password", password).orElseThrow();

        assertTrue(problem.contains("“set-password”"), problem);
        assertFalse(problem.contains(password), problem);
    }
}
