package io.jenkins.plugins.obshell.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The official Python SDK, where it can be installed. */
final class PythonSdk {

    private final Path scripts;
    private final Path environment;

    /**
     * @param repository the root of the sources
     * @param target     where it may be installed
     */
    PythonSdk(Path repository, Path target) {
        scripts = repository.resolve("src/test/python");
        environment = target.resolve("python");
    }

    /** {@return the processor time that sealing a request takes it, in microseconds; empty where it cannot be installed} */
    OptionalDouble sealingMicros() {
        String python = environment.resolve("bin/python").toString();
        try {
            boolean installed = Files.exists(environment.resolve("installed"))
                    || runs("python3", "-m", "venv", environment.toString())
                            && runs(
                                    python,
                                    "-m",
                                    "pip",
                                    "install",
                                    "--quiet",
                                    "--requirement",
                                    scripts.resolve("requirements.txt").toString());
            if (!installed) {
                return OptionalDouble.empty();
            }
            Files.writeString(environment.resolve("installed"), "");
            Process process = new ProcessBuilder(
                            python, scripts.resolve("sealing.py").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String micros = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? OptionalDouble.of(Double.parseDouble(micros)) : OptionalDouble.empty();
        } catch (IOException e) {
            System.err.println("The Python SDK is left out: " + e.getMessage());
            return OptionalDouble.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
    }
}
