/** Secrets that must be found nowhere, and where to look for them. */
package io.jenkins.plugins.obshell.secrets;
