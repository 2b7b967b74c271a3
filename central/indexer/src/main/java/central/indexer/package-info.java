/** Stands in for the annotation processor of Jenkins that is not on Maven Central. */
package central.indexer;
