package io.jenkins.plugins.obshell.fuzz;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletionException;

/** The public key of an obshell, and the encryption with whatever passes for one; an input is its DER. */
public final class AgentKeyFuzz {

    private AgentKeyFuzz() {}

    /** Reads one key, as text and as DER, and calls with it. */
    public static void fuzzerTestOneInput(byte[] input) {
        parse(new String(input, StandardCharsets.ISO_8859_1));
        String base64 = Base64.getEncoder().encodeToString(input);
        parse(base64);
        Script script = Script.parse("b\ns={\"public_key\":\"" + base64 + "\"}");
        ObshellClient client = new ScriptedObshell(script, new ManualClock()).client();
        try {
            client.unfinishedDags().join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ObshellException)) {
                throw e;
            }
        }
    }

    private static void parse(String text) {
        try {
            AgentKey.parse(text).fingerprint();
        } catch (IllegalArgumentException e) {
            ConsoleFuzz.checkLine(e.getMessage());
        }
    }
}
