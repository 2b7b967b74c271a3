package io.jenkins.plugins.obshell.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run brought, as a page and as JSON.
 *
 * @param date     when
 * @param seconds  how long it took
 * @param machine  where
 * @param sections what came out
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
                .append(") for programs. Each goal stands beside its baseline, measured in the same run.\n\n");
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
            text.append("| what | goal | measured | baseline | |\n| --- | --- | --- | --- | --- |\n");
            for (Row row : section.rows()) {
                text.append("| ")
                        .append(String.join(
                                " | ", row.what(), row.goal(), row.measured(), row.baseline(), row.verdict()))
                        .append(" |\n");
            }
        }
        return text.toString();
    }
}
