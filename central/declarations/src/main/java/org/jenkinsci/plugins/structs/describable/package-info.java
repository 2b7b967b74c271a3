/** Objects as scripts write them. */
package org.jenkinsci.plugins.structs.describable;
