/** Build steps. */
package hudson.tasks;
