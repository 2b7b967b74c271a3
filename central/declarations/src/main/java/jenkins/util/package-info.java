/** Threads of the controller. */
package jenkins.util;
