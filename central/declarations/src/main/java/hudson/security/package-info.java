/** Who may do what. */
package hudson.security;
