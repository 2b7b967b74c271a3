package io.jenkins.plugins.obshell.harness.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.rules.Repository;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The versions that the parent POM and the Jenkins BOM bring are those that {@code central/pom.xml} names. */
class BundledVersionsTest {

    private static final Pattern VERSION = Pattern.compile("<([a-z0-9-]+)\\.version>([^<]+)</");

    /** Properties that are not called as their artifact is. */
    private static final Map<String, String> ARTIFACTS = Map.of(
            "bouncycastle", "bcprov-jdk18on",
            "jackson", "jackson-databind",
            "jenkins", "jenkins-core",
            "kotlin", "kotlin-stdlib",
            "okhttp", "okhttp-jvm",
            "okio", "okio-jvm",
            "record-builder", "record-builder-core",
            "servlet", "jakarta.servlet-api",
            "spotbugs", "spotbugs-annotations",
            "spring-security", "spring-security-core");

    /** Of the build in central/ alone: what tests, measures, fuzzes or searches, or runs inside the compiler. */
    private static final Set<String> TOOLS = Set.of(
            "commons-io",
            "findsecbugs",
            "groovy",
            "jazzer",
            "jmh",
            "junit",
            "pipeline-unit",
            "stapler-processors",
            "surefire");

    @Test
    void theBuildInCentralUsesTheVersionsOfThisOne() {
        Set<String> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .collect(Collectors.toSet());
        List<String> problems = new ArrayList<>();
        List<MatchResult> versions = VERSION.matcher(Repository.text(Repository.path("central/pom.xml")))
                .results()
                .filter(version -> !TOOLS.contains(version.group(1)))
                .toList();
        for (MatchResult version : versions) {
            String artifact = ARTIFACTS.getOrDefault(version.group(1), version.group(1));
            if (!jars.contains(artifact + "-" + version.group(2) + ".jar")) {
                problems.add(artifact + " is not " + version.group(2) + " but "
                        + jars.stream()
                                .filter(jar -> jar.matches(Pattern.quote(artifact) + "-\\d.*"))
                                .toList());
            }
        }
        assertEquals(List.of(), problems);
    }
}
