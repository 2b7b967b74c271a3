/** What a build stores: the operations it started and what was observed of them, within limits. */
package io.jenkins.plugins.obshell.build;
