/** Measures what the plugin costs, each figure beside a baseline of the same run, and writes {@code docs/performance.md}. */
package io.jenkins.plugins.obshell.bench;
