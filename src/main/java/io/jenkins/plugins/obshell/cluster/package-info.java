/** Where obshell is and how to be let in: named clusters, credentials, connections. */
package io.jenkins.plugins.obshell.cluster;
