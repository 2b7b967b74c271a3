/** Secret texts. */
package org.jenkinsci.plugins.plaincredentials;
