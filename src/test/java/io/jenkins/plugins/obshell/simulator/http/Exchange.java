package io.jenkins.plugins.obshell.simulator.http;

import java.util.Map;

/**
 * A request that has come through the gate, as its route sees it.
 *
 * @param agent index of the obshell that was asked
 * @param variables the variable parts of the path
 * @param query the decoded query
 * @param body the plain body
 */
record Exchange(int agent, Map<String, String> variables, Query query, String body) {

    String variable(String name) {
        return variables.get(name);
    }

    GoObject body(String struct) throws ObshellException {
        try {
            return GoObject.read(struct, body);
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
    }
}
