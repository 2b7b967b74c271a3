package com.cloudbees.plugins.credentials;

public class CredentialsUnavailableException extends RuntimeException {

    private CredentialsUnavailableException() {}
}
