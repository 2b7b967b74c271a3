/** What a real Jenkins gives to whom, and that it keeps to itself what it must. */
package io.jenkins.plugins.obshell.harness.security;
