/** The core of Jenkins: extensions, small tools. */
package hudson;
