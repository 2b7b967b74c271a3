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

/** Measures everything and writes the page. */
public final class Benchmarks {

    private final List<Section> sections = new ArrayList<>();
    private final Set<String> wanted;

    private Benchmarks(Set<String> wanted) {
        this.wanted = wanted;
    }

    /**
     * Measures.
     *
     * @param arguments the page to write; then, to measure only a part and write nothing, any of sealing, call, following
     *                  and waiting
     */
    public static void main(String[] arguments) throws IOException {
        Machine machine = Machine.here();
        long begin = System.nanoTime();
        Benchmarks benchmarks = new Benchmarks(Arrays.stream(arguments).skip(1).collect(Collectors.toSet()));
        benchmarks.measure("sealing", Micro::sealing);
        benchmarks.measure("call", Micro::call);
        benchmarks.measure("following", PollingCost::measure);
        benchmarks.measure("waiting", ManyBackups::waiting);
        long seconds = Math.round((System.nanoTime() - begin) / 1e9);
        if (benchmarks.wanted.isEmpty()) {
            Report.of(machine, seconds, benchmarks.sections).write(Path.of(arguments[0]));
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
