/** What scripts in the sandbox may call. */
package org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists;
