package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import io.jenkins.plugins.obshell.client.Endpoint;
import java.util.List;

/** What the domain of a credential must allow before its secret is sent to endpoints. */
final class EndpointRequirements {

    private EndpointRequirements() {}

    /**
     * @param endpoints the endpoints that the secret can be sent to
     * @return scheme, host and port of every endpoint; a domain that is restricted to a path allows none
     */
    static List<DomainRequirement> of(List<Endpoint> endpoints) {
        return endpoints.stream()
                .flatMap(endpoint -> of(endpoint).stream())
                .distinct()
                .toList();
    }

    /** Not from the text of the URI: java.net.URI finds no host in one with an underscore, and any domain would do. */
    private static List<DomainRequirement> of(Endpoint endpoint) {
        // Setting the path drops the scheme, so it comes first.
        return URIRequirementBuilder.create()
                .withPath("")
                .withScheme(endpoint.scheme())
                .withHostnamePort(Endpoint.urlHost(endpoint.host()), endpoint.port())
                .build();
    }
}
