/** One call to obshell in, one typed answer or one typed error out; no waiting, no policy. */
package io.jenkins.plugins.obshell.client;
