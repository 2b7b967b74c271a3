package io.jenkins.plugins.obshell.fuzz;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What people write: endpoints, durations, URIs, fingerprints, certificates and the rest; an input is one of them. */
public final class ParameterFuzz {

    private static final List<Function<String, Optional<String>>> RULES = List.of(
            ParameterRules::tenant,
            ParameterRules::storageUri,
            ParameterRules::binding,
            ParameterRules::pieceSwitchInterval,
            target -> ParameterRules.archiveLagTarget(target, true),
            target -> ParameterRules.archiveLagTarget(target, false),
            ParameterRules::deletePolicy,
            ParameterRules::recoveryWindow,
            ParameterRules::timeout,
            ParameterRules::pollInterval,
            ParameterRules::toleratedOutage,
            ParameterRules::age,
            ParameterRules::dagId);

    private ParameterFuzz() {}

    /** Reads one text as everything. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        RULES.forEach(rule -> rule.apply(text));
        Optional<Endpoint> endpoint = read(Endpoint::parse, text);
        endpoint.ifPresent(found -> same(found, Endpoint.parse(found.toString())));
        read(Durations::parse, text).ifPresent(Durations::format);
        read(KeyFingerprint::parse, text).ifPresent(found -> same(found, KeyFingerprint.parse(found.toString())));
        read(TlsSettings::certificates, text);
    }

    private static void same(Object one, Object other) {
        if (!one.equals(other)) {
            throw new AssertionError(one + " is read as " + other);
        }
    }

    private static <T> Optional<T> read(Function<String, T> reader, String text) {
        try {
            return Optional.of(reader.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
