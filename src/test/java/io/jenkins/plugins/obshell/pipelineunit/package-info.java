/**
 * Runs the sample Jenkinsfiles without a Jenkins: Groovy calls the real operations, which call the simulator. It shows that
 * the samples are well-formed, name parameters that there are, and end well; a real controller is left to the root build.
 */
package io.jenkins.plugins.obshell.pipelineunit;
