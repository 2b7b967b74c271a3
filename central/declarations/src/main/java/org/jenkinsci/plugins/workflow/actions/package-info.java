/** What the nodes of a Pipeline carry. */
package org.jenkinsci.plugins.workflow.actions;
