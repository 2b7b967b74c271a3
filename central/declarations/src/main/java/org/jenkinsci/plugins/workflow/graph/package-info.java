/** The nodes of a Pipeline. */
package org.jenkinsci.plugins.workflow.graph;
