/** What runs when Jenkins starts and ends. */
package hudson.init;
