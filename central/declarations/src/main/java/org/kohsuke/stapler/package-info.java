/** Requests, and objects made from forms. */
package org.kohsuke.stapler;
