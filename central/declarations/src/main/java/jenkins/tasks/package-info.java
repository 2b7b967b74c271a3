/** Build steps for freestyle jobs and Pipelines alike. */
package jenkins.tasks;
