/** Pipeline steps and their executions. */
package org.jenkinsci.plugins.workflow.steps;
