/** Credentials and how to find them. */
package com.cloudbees.plugins.credentials;
