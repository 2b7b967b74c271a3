/** Compares the documents with the code: parameters, error codes, classes, samples and links. */
package io.jenkins.plugins.obshell.docs;
