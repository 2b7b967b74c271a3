package io.jenkins.plugins.obshell.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Replays what fuzzing has found: every way through the code that it knows, and everything that once went wrong. */
class CorpusTest {

    private static final Duration HANGS = Duration.ofMinutes(1);
    private static final long LARGEST = 300 * 1024;

    private static final Map<Class<?>, Consumer<byte[]>> TARGETS = Map.of(
            AgentKeyFuzz.class, AgentKeyFuzz::fuzzerTestOneInput,
            ConsoleFuzz.class, ConsoleFuzz::fuzzerTestOneInput,
            DagFuzz.class, DagFuzz::fuzzerTestOneInput,
            EnvelopeFuzz.class, EnvelopeFuzz::fuzzerTestOneInput,
            OperationFuzz.class, OperationFuzz::fuzzerTestOneInput,
            OverviewFuzz.class, OverviewFuzz::fuzzerTestOneInput,
            ParameterFuzz.class, ParameterFuzz::fuzzerTestOneInput,
            RequestFuzz.class, RequestFuzz::fuzzerTestOneInput,
            SecretMaskFuzz.class, SecretMaskFuzz::fuzzerTestOneInput);

    @TestFactory
    Stream<DynamicNode> everyInputOf() {
        return TARGETS.entrySet().stream().map(target -> {
            List<Path> inputs = inputs(target.getKey());
            assertFalse(inputs.isEmpty(), target.getKey().getSimpleName());
            return dynamicContainer(
                    target.getKey().getSimpleName(),
                    inputs.stream()
                            .map(input -> dynamicTest(
                                    input.getFileName().toString(),
                                    () -> Assertions.assertTimeoutPreemptively(
                                            HANGS, () -> target.getValue().accept(Files.readAllBytes(input))))));
        });
    }

    @Test
    void theCorpusIsSmall() throws IOException {
        long bytes = 0;
        for (Class<?> target : TARGETS.keySet()) {
            for (Path input : inputs(target)) {
                bytes += Files.size(input);
            }
        }
        assertTrue(bytes < LARGEST, bytes + " bytes");
    }

    private static List<Path> inputs(Class<?> target) {
        try (Stream<Path> files =
                Files.list(Path.of(target.getResource(target.getSimpleName()).toURI()))) {
            return files.sorted().toList();
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(target.getSimpleName(), e);
        }
    }
}
