/** The queue of builds. */
package hudson.model.queue;
