/** What is asked of an operation: requests, timing, the rules of their parameters, and the secrets to look up. */
package io.jenkins.plugins.obshell.operation.request;
