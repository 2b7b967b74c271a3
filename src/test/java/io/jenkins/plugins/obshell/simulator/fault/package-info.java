/** Faults that a test can ask the simulator for. */
package io.jenkins.plugins.obshell.simulator.fault;
