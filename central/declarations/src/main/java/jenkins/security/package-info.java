/** Work on behalf of somebody. */
package jenkins.security;
