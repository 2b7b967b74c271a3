/** What comes of an operation: its outcome, its events, and what it observed. */
package io.jenkins.plugins.obshell.operation.result;
