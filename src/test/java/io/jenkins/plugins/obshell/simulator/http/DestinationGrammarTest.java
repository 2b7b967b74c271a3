package io.jenkins.plugins.obshell.simulator.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plugin and obshell read storage URIs alike: what the plugin lets through obshell can read, and what obshell then
 * reports is known again as the same place.
 */
class DestinationGrammarTest {

    private static final List<String> SCHEMES = List.of("file", "oss", "cos", "s3", "S3", "obs");
    private static final List<String> BUCKETS = List.of("", "b", "bucket-1", "b.c");
    private static final List<String> PATHS = List.of("", "/", "/p", "/p/", "/p/q//", "/a%20b", "/p?", "p");
    private static final List<String> PARAMETERS = List.of(
            "host=h",
            "host=s3.example.com:9000",
            "host=h%3A80",
            "host=",
            "xhost=h",
            "appid=1",
            "appid=",
            "s3_region=r1",
            "delete_mode=delete",
            "delete_mode=tagging",
            "force_path_style=true",
            "checksum_type=md5",
            "a",
            "",
            "b=1+2",
            "c=%zz");

    private static String uri(Random random) {
        StringBuilder uri = new StringBuilder(pick(random, SCHEMES)).append("://");
        uri.append(pick(random, BUCKETS)).append(pick(random, PATHS));
        if (random.nextInt(4) > 0) {
            List<String> parameters = new ArrayList<>(PARAMETERS);
            Collections.shuffle(parameters, random);
            uri.append('?').append(String.join("&", parameters.subList(0, random.nextInt(4))));
        }
        return uri.toString();
    }

    private static String pick(Random random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String reported(String uri) {
        try {
            return StorageUri.parse(uri).withoutSecret();
        } catch (ObshellException | IllegalArgumentException e) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatThePluginLetsThroughObshellReadsAndReportsAsTheSame(long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++) {
            String uri = uri(random);
            if (ParameterRules.storageUri(uri).isEmpty()) {
                accepted++;
                String reported = reported(uri);
                assertTrue(reported != null, () -> "obshell cannot read " + uri);
                assertTrue(Destination.isSame(uri, reported), () -> uri + " is reported as " + reported);
            }
        }
        assertTrue(accepted > 100, "accepted: " + accepted);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void whatObshellCannotReadThePluginRefuses(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String uri = uri(random);
            if (reported(uri) == null) {
                refused++;
                assertTrue(ParameterRules.storageUri(uri).isPresent(), uri);
            }
        }
        assertTrue(refused > 100, "refused: " + refused);
    }
}
