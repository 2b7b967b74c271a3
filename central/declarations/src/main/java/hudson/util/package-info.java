/** Forms and their checks, secrets, threads. */
package hudson.util;
