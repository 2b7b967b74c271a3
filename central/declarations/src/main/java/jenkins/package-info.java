/** Newer parts of the core of Jenkins. */
package jenkins;
