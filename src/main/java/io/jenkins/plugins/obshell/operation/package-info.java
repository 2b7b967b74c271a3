/**
 * What a backup, a configuration and a check are, from request to verdict: state machines that advance one turn at a time
 * and say when to be called next.
 */
package io.jenkins.plugins.obshell.operation;
