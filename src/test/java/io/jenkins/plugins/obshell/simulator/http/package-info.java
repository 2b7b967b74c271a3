/** The HTTP side of the simulator: sockets, decryption, routes, JSON. */
package io.jenkins.plugins.obshell.simulator.http;
