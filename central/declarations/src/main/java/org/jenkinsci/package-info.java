/** Names of extensions in Pipelines and in Configuration as Code. */
package org.jenkinsci;
