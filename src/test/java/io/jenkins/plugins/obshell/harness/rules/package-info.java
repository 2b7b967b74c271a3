/** Tests of the build in {@code central/} against the real classes and versions of Jenkins, which only the root build has. */
package io.jenkins.plugins.obshell.harness.rules;
