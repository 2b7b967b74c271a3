/** Tests about the sources themselves: views, messages, layers, versions, and what is packed. They need no Jenkins. */
package io.jenkins.plugins.obshell.rules;
