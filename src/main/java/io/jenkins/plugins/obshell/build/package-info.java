/** What a build stores: its operations and what was observed of them, within limits. */
package io.jenkins.plugins.obshell.build;
