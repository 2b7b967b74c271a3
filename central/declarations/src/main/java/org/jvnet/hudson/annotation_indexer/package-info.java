/** Annotations whose uses are listed at compile time. */
package org.jvnet.hudson.annotation_indexer;
