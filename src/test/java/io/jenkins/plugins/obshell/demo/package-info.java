/** A backup from start to verdict against a simulated cluster, for people who want to see one. */
package io.jenkins.plugins.obshell.demo;
