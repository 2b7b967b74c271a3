package com.cloudbees.plugins.credentials.domains;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

public class URIRequirementBuilder {

    private URIRequirementBuilder() {}

    @NonNull
    public static URIRequirementBuilder create() {
        return Declared.answer();
    }

    @NonNull
    public URIRequirementBuilder withScheme(@CheckForNull String scheme) {
        return Declared.answer();
    }

    @NonNull
    public URIRequirementBuilder withPath(@CheckForNull String path) {
        return Declared.answer();
    }

    @NonNull
    public URIRequirementBuilder withHostnamePort(@CheckForNull String hostname, int port) {
        return Declared.answer();
    }

    @NonNull
    public List<DomainRequirement> build() {
        return Declared.answer();
    }
}
