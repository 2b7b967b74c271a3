package io.jenkins.plugins.obshell.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * The figures of a run, as a page and as JSON.
 *
 * @param date     the day of the run
 * @param seconds  how long the run took
 * @param machine  where it ran
 * @param sections the figures
 */
record Report(String date, long seconds, Machine machine, List<Section> sections) {

    static Report of(Machine machine, long seconds, List<Section> sections) {
        return new Report(LocalDate.now().toString(), seconds, machine, sections);
    }

    void write(Path page) throws IOException {
        String name = page.getFileName().toString();
        Path json = page.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".json");
        Files.writeString(page, markdown(json.getFileName().toString()));
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(json, mapper.writeValueAsString(this) + "\n");
    }

    private String markdown(String json) {
        StringBuilder text = new StringBuilder("# Performance\n\n");
        text.append("`mvn -f central/pom.xml -Pbench test-compile` wrote this page, and [")
                .append(json)
                .append("](")
                .append(json)
                .append(
                        ") for programs. Every figure is of a warm JVM and stands beside a baseline of the same run. A goal is given if"
                                + " the documents promise one.\n\n");
        text.append("| | |\n| --- | --- |\n");
        text.append("| date | ").append(date).append(" |\n");
        text.append("| machine | ")
                .append(machine.cores())
                .append(" cores of ")
                .append(machine.processor())
                .append(", ")
                .append(machine.memoryGiB())
                .append(" GiB, ")
                .append(machine.system())
                .append(" |\n");
        text.append("| Java | ").append(machine.java()).append(" |\n");
        text.append("| load before | ").append(machine.load()).append(" |\n");
        text.append("| took | ").append(seconds).append(" s |\n");
        for (Section section : sections) {
            text.append("\n## ").append(section.title()).append("\n\n");
            text.append(section.how()).append("\n\n");
            text.append("| what | plugin | baseline | goal |\n| --- | --- | --- | --- |\n");
            for (Row row : section.rows()) {
                text.append("| ")
                        .append(String.join(" | ", row.what(), row.plugin(), row.baseline(), row.verdict()))
                        .append(" |\n");
            }
        }
        return text.toString();
    }
}
