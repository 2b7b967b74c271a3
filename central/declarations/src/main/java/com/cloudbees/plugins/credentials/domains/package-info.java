/** Where a credential may be sent. */
package com.cloudbees.plugins.credentials.domains;
