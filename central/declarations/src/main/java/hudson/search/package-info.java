/** Finding pages by name. */
package hudson.search;
