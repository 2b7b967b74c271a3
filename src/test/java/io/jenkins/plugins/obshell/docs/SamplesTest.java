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
    private static final Set<String> IN_FILES = Set.of("groovy", "yaml");
    private static final Set<String> KINDS = Set.of("groovy", "yaml", "shell", "text", "mermaid");
    private static final Pattern FENCE =
            Pattern.compile("^([ \t>]*)(```+|~~~+)([^\n]*)\n(.*?)^[ \t>]*\\2$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern IN_JENKINS = Pattern.compile(
            "^ *(obshell(Backup|Restore)\\w* *[(\\w]|pipeline \\{|stage\\(|unclassified:)", Pattern.MULTILINE);
    private static final Pattern INDENTED = Pattern.compile("\n\n {4,}\\S");

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

    /** What a reader may copy into Jenkins is in a block of its own and of a kind that the other test looks at. */
    @Test
    void noJenkinsfileAndNoConfigurationEscapes() {
        List<String> mistakes = new ArrayList<>();
        for (Path document : Documents.all()) {
            String name = Documents.ROOT.relativize(document).toString();
            FENCE.matcher(Documents.read(document)).results().forEach(fence -> {
                if (!fence.group(1).isEmpty() || !fence.group(2).equals("```") || !KINDS.contains(fence.group(3))) {
                    mistakes.add(name + " opens a block by “" + fence.group() + "”");
                } else if (!IN_FILES.contains(fence.group(3))
                        && IN_JENKINS.matcher(fence.group(4)).find()) {
                    mistakes.add(name + " has a sample in a block of the kind " + fence.group(3));
                }
            });
            if (INDENTED.matcher(Documents.prose(document)).find()) {
                mistakes.add(name + " has an indented block");
            }
        }
        assertEquals(List.of(), mistakes);
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
                                    .replace("'staging'", "'simulated'")
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
