/** Runs what the documents show in a real Jenkins, against the simulator. */
package io.jenkins.plugins.obshell.harness.docs;
