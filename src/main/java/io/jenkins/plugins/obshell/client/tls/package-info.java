/** Which certificates to trust over https, which one to show, and why a TLS connection failed. */
package io.jenkins.plugins.obshell.client.tls;
