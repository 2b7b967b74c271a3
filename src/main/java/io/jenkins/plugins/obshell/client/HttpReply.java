package io.jenkins.plugins.obshell.client;

import java.time.Instant;

/**
 * What an HTTP request was answered with.
 *
 * @param status     the HTTP status
 * @param body       the body as text, empty if there was none
 * @param location   the target of a redirect, or null
 * @param sentAt     when the request was sent, by the local clock
 * @param receivedAt when the whole answer had arrived, by the local clock
 */
record HttpReply(int status, String body, String location, Instant sentAt, Instant receivedAt) {

    boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
