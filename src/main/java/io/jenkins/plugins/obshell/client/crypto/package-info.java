/** The encryption of requests: an agent's key, the password, and the two put together in a sealed header. */
package io.jenkins.plugins.obshell.client.crypto;
