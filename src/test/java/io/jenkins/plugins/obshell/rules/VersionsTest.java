package io.jenkins.plugins.obshell.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The two builds name the same versions; BundledVersionsTest compares those that the Jenkins BOM brings. */
class VersionsTest {

    private static final String OPTIONAL = ";resolution:=optional";

    private final Element root = pom("pom.xml");
    private final Element central = pom("central/pom.xml");
    private final Element plugin = pom("central/plugin/pom.xml");
    private final Map<String, String> rootProperties = properties(root);
    private final Map<String, String> centralProperties = properties(central);
    private final Map<String, String> manifest = manifest();

    @Test
    void whatBothBuildsNameIsTheSame() {
        Map<String, String> different = new LinkedHashMap<>();
        rootProperties.forEach((name, version) -> {
            String resolved = version.replace("${jenkins.baseline}", rootProperties.get("jenkins.baseline"));
            if (name.endsWith(".version") && !resolved.equals(centralProperties.getOrDefault(name, resolved))) {
                different.put(name, resolved + " / " + centralProperties.get(name));
            }
        });
        assertEquals(Map.of(), different);
        assertTrue(centralProperties
                .keySet()
                .containsAll(Set.of("jenkins.version", "okhttp.version", "archunit.version")));
    }

    @Test
    void thePluginDependsOnTheSamePlugins() {
        Set<String> inRoot = children(child(root, "dependencies"))
                .filter(dependency -> text(dependency, "scope").isEmpty())
                .map(dependency -> text(dependency, "artifactId"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(inRoot, new TreeSet<>(pluginDependencies().keySet()));
    }

    @Test
    void whatIsOptionalInOneBuildIsSoInTheOther() {
        Set<String> inRoot = children(child(root, "dependencies"))
                .filter(dependency -> text(dependency, "optional").equals("true"))
                .map(dependency -> text(dependency, "artifactId"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inCentral = Arrays.stream(
                        manifest.get("Plugin-Dependencies").split(","))
                .filter(dependency -> dependency.endsWith(OPTIONAL))
                .map(dependency -> dependency.split(":")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(inRoot, inCentral);
    }

    @Test
    void eachPluginDependencyHasItsVersionFromThePropertyOfItsName() {
        pluginDependencies().forEach((name, version) -> assertEquals("${" + name + ".version}", version));
    }

    @Test
    void theLibrariesAreThoseInTheApiPlugins() {
        assertTrue(version("okhttp-api").startsWith(version("okhttp") + "-"));
        assertTrue(version("jackson2-api").startsWith(version("jackson") + "-"));
        assertTrue(version("metrics").startsWith(version("metrics-core") + "-"));
        assertTrue(version("bouncycastle-api").contains("." + version("bouncycastle") + "-"));
    }

    @Test
    void theManifestSaysWhatTheRootPomSays() {
        String url = "https://github.com/" + rootProperties.get("gitHubRepo");
        Element license = (Element) root.getElementsByTagName("license").item(0);
        assertEquals(text(root, "groupId"), manifest.get("Group-Id"));
        assertEquals(text(root, "artifactId"), manifest.get("Artifact-Id"));
        assertEquals(text(root, "artifactId"), manifest.get("Short-Name"));
        assertEquals(text(root, "name"), manifest.get("Long-Name"));
        assertEquals(url.replace("${project.artifactId}", text(root, "artifactId")), manifest.get("Url"));
        assertEquals(text(license, "name"), manifest.get("Plugin-License-Name"));
        assertEquals(text(license, "url"), manifest.get("Plugin-License-Url"));
    }

    private String version(String artifact) {
        return centralProperties.get(artifact + ".version");
    }

    private Map<String, String> pluginDependencies() {
        return Arrays.stream(manifest.get("Plugin-Dependencies").split(","))
                .map(dependency -> dependency.replace(OPTIONAL, "").split(":"))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private Map<String, String> manifest() {
        return entries((Element) plugin.getElementsByTagName("manifestEntries").item(0));
    }

    private static Map<String, String> properties(Element pom) {
        return entries(child(pom, "properties"));
    }

    private static Map<String, String> entries(Element element) {
        return children(element).collect(Collectors.toMap(Element::getTagName, Node::getTextContent));
    }

    private static String text(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getTagName().equals(name))
                .map(Node::getTextContent)
                .findFirst()
                .orElse("");
    }

    private static Element child(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getTagName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        List<Node> all =
                IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).toList();
        return all.stream().filter(Element.class::isInstance).map(Element.class::cast);
    }

    private static Element pom(String path) {
        File file = Repository.path(path).toFile();
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(path + ": " + e.getMessage(), e);
        }
    }
}
