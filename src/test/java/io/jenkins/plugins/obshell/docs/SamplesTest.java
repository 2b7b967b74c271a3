package io.jenkins.plugins.obshell.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents show of Jenkinsfiles and configuration are the files that other tests run. */
class SamplesTest {

    private static final Pattern BLOCK = Pattern.compile(
            "(?:<!-- sample: (\\S+) -->\n)?```(groovy|yaml)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void everyBlockIsItsFileAndEveryFileIsShown() throws IOException {
        Set<String> shown = new TreeSet<>();
        List<String> mistakes = new ArrayList<>();
        for (Path document : Documents.all()) {
            Matcher block = BLOCK.matcher(Documents.read(document));
            while (block.find()) {
                String name = block.group(1);
                String where = Documents.ROOT.relativize(document) + ": " + (name == null ? block.group(3) : name);
                if (name == null) {
                    mistakes.add("no comment names the file of " + where);
                } else if (!Files.exists(Documents.SAMPLES.resolve(name))) {
                    mistakes.add("no such file: " + where);
                } else if (!Documents.read(Documents.SAMPLES.resolve(name)).equals(block.group(3))) {
                    mistakes.add("differs from its file: " + where);
                }
                shown.add(String.valueOf(name));
            }
        }
        assertEquals(List.of(), mistakes);
        assertEquals(files(), shown);
    }

    @Test
    void theSampleJobsAreSamplesOnTheSimulatedCluster() throws IOException {
        try (Stream<Path> jobs = Files.list(Documents.ROOT.resolve("work/jobs"))) {
            for (Path job : jobs.sorted().toList()) {
                String config = Documents.read(job.resolve("config.xml"));
                Matcher script =
                        Pattern.compile("<script>(.*)</script>", Pattern.DOTALL).matcher(config);
                if (script.find()) {
                    Path sample = Documents.SAMPLES.resolve(job.getFileName() + ".Jenkinsfile");
                    assertEquals(
                            Documents.read(sample)
                                    .replace("'prod'", "'simulated'")
                                    .strip(),
                            unescaped(script.group(1)).strip(),
                            job.toString());
                } else {
                    assertTrue(config.contains("<cluster>simulated</cluster>"), job.toString());
                }
            }
        }
    }

    private static String unescaped(String xml) {
        return xml.replace("&apos;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static Set<String> files() throws IOException {
        try (Stream<Path> files = Files.list(Documents.SAMPLES)) {
            Set<String> names = new TreeSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }
}
