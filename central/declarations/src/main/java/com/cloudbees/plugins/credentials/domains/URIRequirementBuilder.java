package com.cloudbees.plugins.credentials.domains;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.List;

public class URIRequirementBuilder {

    private URIRequirementBuilder() {}

    @NonNull
    public static URIRequirementBuilder fromUri(@CheckForNull String uri) {
        return Declared.answer();
    }

    @NonNull
    public List<DomainRequirement> build() {
        return Declared.answer();
    }
}
