/** The simulated cluster itself: tenants, backups, archive logs, DAGs and their engine. */
package io.jenkins.plugins.obshell.simulator.state;
