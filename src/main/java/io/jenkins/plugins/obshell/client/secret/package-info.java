/** Hides secrets in texts that others wrote. */
package io.jenkins.plugins.obshell.client.secret;
