/** Newer parts of the queue of builds. */
package jenkins.model.queue;
