package io.jenkins.plugins.obshell.bench;

import io.jenkins.plugins.obshell.client.OneCall;
import io.jenkins.plugins.obshell.client.Sealing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The parts that JMH measures, second by second until the figure no longer changes. */
final class Micro {

    private static final int FORKS = 2;
    private static final int SECONDS = 40;
    private static final int SETTLED_SECONDS = 5;
    private static final String METHOD = "Measured with JMH in " + FORKS + " JVMs of " + SECONDS
            + " s each. The figure of a JVM is the median of the first " + SETTLED_SECONDS
            + " successive seconds whose medians differ by at most 5 %, that of the table the mean over the JVMs.";

    private Micro() {}

    /**
     * What was measured.
     *
     * @param micros     the mean over the JVMs
     * @param warmUp     the seconds until the figure no longer changed, of the slowest JVM
     * @param hasSettled whether the figure stopped changing in every JVM
     */
    private record Measured(double micros, int warmUp, boolean hasSettled) {

        String text() {
            return Row.number(micros) + " µs" + (hasSettled ? "" : " (did not settle)");
        }

        String beside(Measured baseline) {
            return text() + ", " + Row.number(micros / baseline.micros) + " x";
        }
    }

    static Section sealing() {
        Collection<RunResult> results = run(Sealing.class);
        Measured plugin = measured(results, "plugin");
        Measured bare = measured(results, "bareJca");
        return new Section(
                "Sealing a request",
                "A configuration request: the body under AES, the header under an RSA key of 1024 bits. The baseline encrypts"
                        + " the same bytes with the same ciphers of Java and does nothing else. " + METHOD,
                List.of(new Row("one sealed request", plugin.beside(bare), bare.text()), warmUp(plugin, bare)));
    }

    static Section call() {
        Collection<RunResult> results = run(OneCall.class);
        Measured plugin = measured(results, "plugin");
        Measured bare = measured(results, "bareOkHttp");
        return new Section(
                "One call",
                "A read of the backup overview over an open loopback connection, from a server that decrypts nothing: sealed,"
                        + " sent, and decoded into objects. The baseline sends the same request without a password with the"
                        + " same OkHttp client and reads the response as text. " + METHOD,
                List.of(new Row("one call", plugin.beside(bare), bare.text()), warmUp(plugin, bare)));
    }

    private static Row warmUp(Measured plugin, Measured bare) {
        return new Row(
                "seconds until the figure settled", Integer.toString(plugin.warmUp), Integer.toString(bare.warmUp));
    }

    private static Measured measured(Collection<RunResult> results, String label) {
        RunResult result = results.stream()
                .filter(one -> one.getPrimaryResult().getLabel().equals(label))
                .findFirst()
                .orElseThrow();
        double sum = 0;
        int warmUp = 0;
        boolean hasSettled = true;
        for (BenchmarkResult jvm : result.getBenchmarkResults()) {
            List<Double> seconds = new ArrayList<>();
            jvm.getIterationResults()
                    .forEach(second -> seconds.add(
                            second.getPrimaryResult().getStatistics().getPercentile(50)));
            int settled = Settling.firstSettled(seconds, SETTLED_SECONDS);
            hasSettled &= settled >= 0;
            int from = settled >= 0 ? settled : seconds.size() - SETTLED_SECONDS;
            List<Double> run = seconds.subList(from, from + SETTLED_SECONDS);
            sum += run.stream().sorted().skip(SETTLED_SECONDS / 2).findFirst().orElseThrow();
            warmUp = Math.max(warmUp, from);
        }
        int jvms = result.getBenchmarkResults().size();
        return new Measured(sum / jvms, warmUp, hasSettled);
    }

    private static Collection<RunResult> run(Class<?> benchmarks) {
        try {
            return new Runner(new OptionsBuilder()
                            .include("\\." + benchmarks.getSimpleName() + "\\.")
                            .forks(FORKS)
                            .warmupIterations(0)
                            .measurementIterations(SECONDS)
                            .measurementTime(TimeValue.seconds(1))
                            // Without it, the server waits 40 ms before it sends the second half of a response.
                            .jvmArgs("-Dsun.net.httpserver.nodelay=true")
                            .build())
                    .run();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }
}
