/** What drives an operation in Jenkins: takes its turns, stores its states, and prints its events. */
package io.jenkins.plugins.obshell.step.driver;
