package io.jenkins.plugins.obshell.client;

import java.time.Instant;

/**
 * What came back over HTTP.
 *
 * @param status   the HTTP status
 * @param body     the body as text, empty where there was none
 * @param location the target of a redirect, or null
 * @param sentAt   when the request was sent, by the local clock
 * @param cameAt   when the answer was there, by the local clock
 */
record HttpReply(int status, String body, String location, Instant sentAt, Instant cameAt) {

    boolean isRedirect() {
        return status >= 300 && status < 400;
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
