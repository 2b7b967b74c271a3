/** Running Pipelines. */
package org.jenkinsci.plugins.workflow.flow;
