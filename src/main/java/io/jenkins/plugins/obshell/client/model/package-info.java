/**
 * What obshell says and takes: DAGs, backups, destinations, agents. Immutable values, read from and written to its
 * JSON.
 */
package io.jenkins.plugins.obshell.client.model;
