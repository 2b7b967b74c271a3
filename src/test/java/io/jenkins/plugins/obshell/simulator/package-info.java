/** A simulated cluster of obshells over real HTTP and real encryption, for tests, the demo and trials. */
package io.jenkins.plugins.obshell.simulator;
