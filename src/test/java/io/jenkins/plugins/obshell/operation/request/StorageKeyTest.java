package io.jenkins.plugins.obshell.operation.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A key goes into the URIs of object storages alone, and what its credential hides is hidden. */
class StorageKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"file:///data", "FILE:///x", "File:///x?y"})
    void aFileUriStaysAsItIs(String uri) {
        assertEquals(uri, new StorageKey("id", "key", false).addTo(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "oss://b/p, oss://b/p?access_id=id&access_key=key",
        "s3://b/p?host=h, s3://b/p?host=h&access_id=id&access_key=key"
    })
    void theUriOfAnObjectStorageGetsIdAndKey(String uri, String opened) {
        assertEquals(opened, new StorageKey("id", "key", false).addTo(uri));
    }

    @ParameterizedTest
    @CsvSource({"p%41ss, p%2541ss", "a&b, a%26b", "100%, 100%25", "x+y/z=, x%2By%2Fz%3D", "a b, a%20b"})
    void aKeyArrivesAsItIsInItsCredential(String key, String encoded) {
        assertEquals(
                "oss://b/p?host=h&access_id=id&access_key=" + encoded,
                new StorageKey("id", key, false).addTo("oss://b/p?host=h"));
    }

    @Test
    void theIdIsHiddenWhereItsCredentialSaysSo() {
        assertEquals(
                List.of("the-key"),
                source(new StorageKey("the-id", "the-key", false)).known());
        assertEquals(
                List.of("the-id", "the-key"),
                source(new StorageKey("the-id", "the-key", true)).known());
    }

    private static SecretSource source(StorageKey key) {
        return new FixedSecrets(null, key);
    }
}
