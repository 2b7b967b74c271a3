/** OkHttp with the proxy of Jenkins. */
package io.jenkins.plugins.okhttp.api;
