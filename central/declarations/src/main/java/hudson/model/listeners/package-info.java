/** Who is told of events. */
package hudson.model.listeners;
