package io.jenkins.plugins.obshell.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Opens the packed plugin. It shows what is in it; only a controller shows that it runs. */
class InstallablePluginIT {

    private static final String JAR = "WEB-INF/lib/obshell-backup.jar";
    private static final String INDEX = "META-INF/services/annotations/";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.jenkins.plugins.obshell");
    private final Map<String, byte[]> plugin = new TreeMap<>();
    private final Map<String, byte[]> jar = new TreeMap<>();
    private Manifest manifest;

    @BeforeEach
    void open() throws IOException {
        try (JarFile hpi = new JarFile(Path.of(System.getProperty("hpi")).toFile())) {
            manifest = hpi.getManifest();
            for (ZipEntry entry :
                    hpi.stream().filter(entry -> !entry.isDirectory()).toList()) {
                try (InputStream content = hpi.getInputStream(entry)) {
                    plugin.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(plugin.get(JAR)))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (!entry.isDirectory()) {
                    jar.put(entry.getName(), entries.readAllBytes());
                }
            }
        }
    }

    @Test
    void noLibraryIsBundled() {
        Set<String> libraries = plugin.keySet().stream()
                .filter(name -> name.startsWith("WEB-INF/"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(JAR), libraries);
    }

    @Test
    void theJarHoldsThePluginAndNothingElse() {
        List<String> strange = jar.keySet().stream()
                .filter(name -> !name.startsWith("io/jenkins/plugins/obshell/") && !name.startsWith("META-INF/"))
                .filter(name -> !name.equals("index.jelly") && !name.startsWith("images/symbols/"))
                .toList();
        assertEquals(List.of(), strange);
        assertTrue(jar.containsKey("index.jelly"));
    }

    @Test
    void everyClassAndResourceIsPacked() {
        Path resources = Repository.path("src/main/resources");
        Stream<String> expected = Stream.concat(
                CLASSES.stream().map(type -> type.getName().replace('.', '/') + ".class"),
                Repository.files("src/main/resources", "").stream()
                        .filter(file -> file.toFile().isFile())
                        .map(file -> resources.relativize(file).toString().replace('\\', '/')));
        assertEquals(List.of(), expected.filter(name -> !jar.containsKey(name)).toList());
    }

    @Test
    void theManifestTellsJenkinsWhatItNeeds() throws IOException {
        Attributes main = manifest.getMainAttributes();
        assertEquals("obshell-backup", main.getValue("Short-Name"));
        assertEquals("17", main.getValue("Minimum-Java-Version"));
        for (String name :
                List.of("Long-Name", "Group-Id", "Url", "Plugin-Version", "Jenkins-Version", "Hudson-Version")) {
            assertFalse(main.getValue(name).isBlank(), name);
            assertFalse(main.getValue(name).contains("${"), name);
        }
        assertTrue(main.getValue("Plugin-Dependencies")
                .matches("([a-z0-9-]+:[^:,$]+(;resolution:=optional)?,)+[a-z0-9-]+:[^:,$]+"));
        try (JarInputStream inner = new JarInputStream(new ByteArrayInputStream(plugin.get(JAR)))) {
            assertEquals(
                    main.getValue("Plugin-Version"),
                    inner.getManifest().getMainAttributes().getValue("Plugin-Version"));
        }
    }

    @Test
    void everyExtensionIsIndexed() {
        // Elements of the annotation stand behind the name.
        Set<String> indexed = lines("META-INF/annotations/hudson.Extension.txt").stream()
                .map(line -> line.replaceFirst("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(annotated("hudson.Extension"), indexed);
        String serialized = new String(jar.get("META-INF/annotations/hudson.Extension"), StandardCharsets.ISO_8859_1);
        indexed.forEach(name -> assertTrue(serialized.contains(name), name));
    }

    @Test
    void symbolsAndTerminatorsAndExportedBeansAreIndexed() {
        for (String annotation : List.of(
                "org.jenkinsci.Symbol",
                "hudson.init.Initializer",
                "hudson.init.Terminator",
                "org.kohsuke.stapler.export.ExportedBean")) {
            assertEquals(annotated(annotation), lines(INDEX + annotation), annotation);
        }
    }

    @Test
    void theNamesOfBoundParametersAreRecorded() throws IOException {
        for (JavaClass type : CLASSES) {
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                String folder = type.getName().replace('.', '/').replace('$', '/');
                int count = unit.getParameters().size();
                if (unit.isAnnotatedWith("org.kohsuke.stapler.DataBoundConstructor")) {
                    Properties recorded = new Properties();
                    recorded.load(new ByteArrayInputStream(entry(folder + ".stapler")));
                    assertEquals(count, count(recorded.getProperty("constructor")), unit.getFullName());
                }
                boolean queried = unit.getParameterAnnotations().stream()
                        .flatMap(Set::stream)
                        .anyMatch(
                                annotation -> annotation.getRawType().getName().endsWith(".QueryParameter"));
                if (queried) {
                    byte[] recorded = entry(folder + "/" + unit.getName() + ".stapler");
                    assertEquals(count, count(new String(recorded, StandardCharsets.UTF_8)), unit.getFullName());
                }
            }
        }
    }

    private byte[] entry(String name) {
        byte[] content = jar.get(name);
        assertNotNull(content, name);
        return content;
    }

    private static int count(String names) {
        return names.isEmpty() ? 0 : names.split(",").length;
    }

    private Set<String> annotated(String annotation) {
        Predicate<JavaMember> member = found -> found.isAnnotatedWith(annotation);
        return CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(annotation)
                        || type.getMembers().stream().anyMatch(member))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> lines(String name) {
        return new String(jar.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
