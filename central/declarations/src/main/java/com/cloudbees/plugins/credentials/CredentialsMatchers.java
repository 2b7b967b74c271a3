package com.cloudbees.plugins.credentials;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;

public class CredentialsMatchers {

    private CredentialsMatchers() {}

    @NonNull
    public static CredentialsMatcher not(@NonNull CredentialsMatcher matcher) {
        return Declared.answer();
    }

    @NonNull
    public static CredentialsMatcher instanceOf(@NonNull Class clazz) {
        return Declared.answer();
    }

    @NonNull
    public static CredentialsMatcher withId(@NonNull String id) {
        return Declared.answer();
    }

    @NonNull
    public static CredentialsMatcher withScope(@NonNull CredentialsScope scope) {
        return Declared.answer();
    }

    @NonNull
    public static CredentialsMatcher allOf(@NonNull CredentialsMatcher... matchers) {
        return Declared.answer();
    }

    @NonNull
    public static CredentialsMatcher anyOf(@NonNull CredentialsMatcher... matchers) {
        return Declared.answer();
    }
}
