/** What starts builds. */
package jenkins.triggers;
