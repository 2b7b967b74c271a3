/** Measures the plugin against its goals, each beside a baseline of the same run; writes {@code docs/performance.md}. */
package io.jenkins.plugins.obshell.bench;
