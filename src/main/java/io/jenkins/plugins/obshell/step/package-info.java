/** The faces in Jenkins: three Pipeline steps, and a freestyle build step that holds any of them. */
package io.jenkins.plugins.obshell.step;
