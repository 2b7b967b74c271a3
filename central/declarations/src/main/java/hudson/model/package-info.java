/** Jobs, builds, actions and what describes them. */
package hudson.model;
