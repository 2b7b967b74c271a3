/** The usual kinds of credentials, and lists of them for forms. */
package com.cloudbees.plugins.credentials.common;
