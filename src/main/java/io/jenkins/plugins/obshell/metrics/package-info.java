/** Gauges of the last backups, for those who have the Metrics plugin. */
package io.jenkins.plugins.obshell.metrics;
