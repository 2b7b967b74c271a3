package org.kohsuke.stapler;

import central.declarations.Declared;

public class HttpResponses {

    private HttpResponses() {}

    public static HttpResponse redirectToDot() {
        return Declared.answer();
    }
}
