/** JSON as forms send it. */
package net.sf.json;
