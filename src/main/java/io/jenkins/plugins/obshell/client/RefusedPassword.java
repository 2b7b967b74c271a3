package io.jenkins.plugins.obshell.client;

/**
 * A password that obshell refused.
 *
 * @param digest  its salted digest, by which it is recognized without being kept
 * @param refusal what obshell said
 */
record RefusedPassword(String digest, RefusedException refusal) {}
