package io.jenkins.plugins.obshell.bench;

import io.jenkins.plugins.obshell.client.OneCall;
import io.jenkins.plugins.obshell.client.Sealing;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The parts that JMH measures. */
final class Micro {

    private Micro() {}

    static Section sealing(PythonSdk sdk) {
        Map<String, Double> nanos = medians(Sealing.class);
        double plugin = nanos.get("plugin") / 1000;
        double jca = nanos.get("bareJca") / 1000;
        OptionalDouble python = sdk.sealingMicros();
        return new Section(
                "Sealing a request",
                "A configuration request, its body under AES and its header under an RSA key of 1024 bits, with JMH; medians. The SDK"
                        + " is measured by the processor time of its own process.",
                List.of(
                        new Row(
                                "against the same bytes through the ciphers of Java",
                                "<= 1.10 x",
                                Row.number(plugin) + " µs (" + Row.number(plugin / jca) + " x)",
                                Row.number(jca) + " µs",
                                plugin <= 1.1 * jca),
                        new Row(
                                "against the official Python SDK",
                                "<= 1/20",
                                Row.number(plugin) + " µs",
                                python.isPresent()
                                        ? Row.number(python.getAsDouble()) + " µs ("
                                                + Row.number(python.getAsDouble() / plugin) + " x)"
                                        : "not installed here",
                                python.isPresent() ? plugin * 20 <= python.getAsDouble() : null)));
    }

    static Section call() {
        Map<String, Double> micros = medians(OneCall.class);
        double plugin = micros.get("plugin");
        double bare = micros.get("bareOkHttp");
        return new Section(
                "One call",
                "A look at a backup over a loopback connection that is kept, against a server that opens no seal, with JMH:"
                        + " sealed, sent, and read into objects. The baseline sends the same request without a password by the"
                        + " same OkHttp client and takes the answer as text.",
                List.of(new Row(
                        "median",
                        "<= 1.25 x",
                        Row.number(plugin) + " µs (" + Row.number(plugin / bare) + " x)",
                        Row.number(bare) + " µs",
                        plugin <= 1.25 * bare)));
    }

    private static Map<String, Double> medians(Class<?> benchmarks) {
        try {
            return new Runner(new OptionsBuilder()
                            .include("\\." + benchmarks.getSimpleName() + "\\.")
                            .forks(2)
                            .warmupIterations(5)
                            .warmupTime(TimeValue.seconds(1))
                            .measurementIterations(3)
                            .measurementTime(TimeValue.seconds(1))
                            // Else the server waits 40 ms before it sends the second half of an answer.
                            .jvmArgs("-Dsun.net.httpserver.nodelay=true")
                            .build())
                    .run().stream()
                            .collect(Collectors.toMap(
                                    result -> result.getPrimaryResult().getLabel(),
                                    result -> result.getPrimaryResult()
                                            .getStatistics()
                                            .getPercentile(50)));
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
