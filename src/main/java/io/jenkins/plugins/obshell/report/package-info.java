/** What a user sees of an operation: console lines, pages and the REST API. */
package io.jenkins.plugins.obshell.report;
