/** What the REST API shows. */
package org.kohsuke.stapler.export;
