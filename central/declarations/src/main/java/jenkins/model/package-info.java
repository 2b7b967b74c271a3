/** The controller, its configuration, and newer kinds of actions. */
package jenkins.model;
