/** What a person sees of an operation: the console, and what is kept with the build. */
package io.jenkins.plugins.obshell.report;
