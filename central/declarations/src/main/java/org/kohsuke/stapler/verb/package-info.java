/** The HTTP methods of web methods. */
package org.kohsuke.stapler.verb;
