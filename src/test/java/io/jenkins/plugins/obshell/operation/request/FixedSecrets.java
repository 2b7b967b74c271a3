package io.jenkins.plugins.obshell.operation.request;

/** Secrets that are always there, or null where there is none. */
public record FixedSecrets(String encryptionPassword, StorageKey storageKey) implements SecretSource {}
