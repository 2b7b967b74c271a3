/** Marks of what stays on the controller. */
package jenkins.util.io;
