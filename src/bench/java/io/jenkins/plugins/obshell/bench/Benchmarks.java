package io.jenkins.plugins.obshell.bench;

import io.jenkins.plugins.obshell.operation.PollingCost;
import io.jenkins.plugins.obshell.step.driver.ManyBackups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Measures everything and writes the report. */
public final class Benchmarks {

    private final List<Section> sections = new ArrayList<>();
    private final Set<String> wanted;

    private Benchmarks(Set<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * Measures.
     *
     * @param arguments the root of the sources; where the Python SDK may be installed; the page to write; then, to measure a
     *                  part only and write nothing, any of sealing, call, following, waiting, restart
     */
    public static void main(String[] arguments) throws IOException {
        Path repository = Path.of(arguments[0]);
        PythonSdk sdk = new PythonSdk(repository, Path.of(arguments[1]));
        Machine machine = Machine.here();
        long begin = System.nanoTime();
        Benchmarks benchmarks = new Benchmarks(Arrays.stream(arguments).skip(3).collect(Collectors.toSet()));
        benchmarks.measure("sealing", () -> Micro.sealing(sdk));
        benchmarks.measure("call", Micro::call);
        benchmarks.measure("following", PollingCost::measure);
        benchmarks.measure("waiting", ManyBackups::waiting);
        benchmarks.measure("restart", ManyBackups::restart);
        long seconds = Math.round((System.nanoTime() - begin) / 1e9);
        if (benchmarks.wanted.isEmpty()) {
            Report.of(machine, seconds, benchmarks.sections).write(Path.of(arguments[2]));
        }
        System.exit(0);
    }

    private void measure(String name, Supplier<Section> part) {
        if (!wanted.isEmpty() && !wanted.contains(name)) {
            return;
        }
        Section section = part.get();
        sections.add(section);
        System.out.println(section.title());
        section.rows().forEach(row -> System.out.println("  " + row));
    }
}
