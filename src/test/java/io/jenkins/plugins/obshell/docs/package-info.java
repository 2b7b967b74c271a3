/** Holds the documents against the code: parameters, messages, samples and links. */
package io.jenkins.plugins.obshell.docs;
