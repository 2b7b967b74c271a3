/** The console. */
package hudson.console;
