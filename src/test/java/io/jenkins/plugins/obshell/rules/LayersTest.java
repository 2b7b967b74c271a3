package io.jenkins.plugins.obshell.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayersTest {

    private static final String ROOT = "io.jenkins.plugins.obshell.";

    /** Where Jenkins and its plugins have their classes. */
    private static final String[] JENKINS = {
        "hudson..",
        "jenkins..",
        "io.jenkins.plugins.casc..",
        "io.jenkins.plugins.okhttp..",
        "com.cloudbees..",
        "org.jenkinsci..",
        "org.kohsuke.stapler..",
        "net.sf.json..",
        "jakarta.servlet.."
    };

    private static final Set<String> CHECKS =
            Set.of("checkPermission", "hasPermission", "checkAnyPermission", "hasAnyPermission");

    private static final List<String> CLIENT =
            List.of("client", "client.model", "client.crypto", "client.tls", "client.secret");

    private static final List<String> JENKINS_SIDE =
            with(CLIENT, "operation", "operation.request", "operation.result", "cluster", "build", "report");

    /** The root build annotates the generated messages with types of Jenkins. */
    private static final DescribedPredicate<JavaClass> WRITTEN_BY_HAND =
            describe("written by hand", type -> !type.getSimpleName().equals("Messages"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT.substring(0, ROOT.length() - 1));

    /** Each room, and the rooms that it may use. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("client.secret", List.of()),
            Map.entry("client.model", List.of("client.secret")),
            Map.entry("client.crypto", List.of("client.secret")),
            Map.entry("client.tls", List.of("client.secret", "client.crypto")),
            Map.entry("client", List.of("client.model", "client.crypto", "client.tls", "client.secret")),
            Map.entry("operation.request", CLIENT),
            Map.entry("operation.result", CLIENT),
            Map.entry("operation", with(CLIENT, "operation.request", "operation.result")),
            Map.entry("cluster", with(CLIENT, "operation.request")),
            Map.entry("build", with(CLIENT, "operation", "operation.request", "operation.result")),
            Map.entry("report", with(CLIENT, "operation", "operation.request", "operation.result", "build", "cluster")),
            Map.entry("metrics", with(CLIENT, "operation", "operation.result", "build", "step")),
            Map.entry("step.driver", with(JENKINS_SIDE)),
            Map.entry("step", with(JENKINS_SIDE, "step.driver")));

    @Test
    void theArrowsBetweenTheRoomsPointOneWay() {
        LayeredArchitecture rooms =
                layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
        for (String room : ROOMS.keySet()) {
            rooms = rooms.layer(room).definedBy(ROOT + room);
        }
        for (Map.Entry<String, List<String>> room : ROOMS.entrySet()) {
            rooms = room.getValue().isEmpty()
                    ? rooms.whereLayer(room.getKey()).mayNotAccessAnyLayer()
                    : rooms.whereLayer(room.getKey())
                            .mayOnlyAccessLayers(room.getValue().toArray(String[]::new));
        }
        rooms.check(CLASSES);
    }

    @Test
    void noPackageNeedsItself() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyClassStandsInARoom() {
        List<String> problems = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !ROOMS.containsKey(name.substring(Math.min(ROOT.length(), name.length()))))
                .distinct()
                .toList();
        assertFalse(CLASSES.isEmpty());
        assertEquals(List.of(), problems);
    }

    @Test
    void clientAndOperationKnowNoTypeOfJenkins() {
        ArchRuleDefinition.noClasses()
                .that(WRITTEN_BY_HAND)
                .and()
                .resideInAnyPackage(ROOT + "client..", ROOT + "operation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(JENKINS)
                .check(CLASSES);
    }

    /** The generated builders are as public as their records. */
    @Test
    void nothingOutsideAnOperationChangesItsState() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "operation")
                .should()
                .callMethodWhere(describe(
                        "builds or changes a state",
                        call -> call.getTargetOwner().getPackageName().equals(ROOT + "operation")
                                && call.getTargetOwner().getName().matches(".*Builder(\\$With)?")))
                .check(CLASSES);
    }

    @Test
    void noJsonNamesTheTypeAsWhichItIsRead() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("com\\.fasterxml\\.jackson\\..*(JsonTypeInfo|JsonTypeIdResolver|TypeResolverBuilder"
                        + "|PolymorphicTypeValidator|ObjectMapper\\$DefaultTyp.*)")
                .check(CLASSES);
    }

    @Test
    void webMethodsTakeNothingButPostAndCheckAPermission() {
        List<String> problems = new ArrayList<>();
        CLASSES.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(LayersTest::isWebMethod)
                .forEach(method -> {
                    if (!method.isAnnotatedWith("org.kohsuke.stapler.verb.POST")
                            && !method.isAnnotatedWith("org.kohsuke.stapler.interceptor.RequirePOST")) {
                        problems.add(method.getFullName() + " has no @POST");
                    }
                    if (!leadsToACheck(method)) {
                        problems.add(method.getFullName() + " checks no permission");
                    }
                });
        assertEquals(List.of(), problems);
    }

    private static List<String> with(List<String> rooms, String... more) {
        return Stream.concat(rooms.stream(), Stream.of(more)).toList();
    }

    private static boolean isWebMethod(JavaMethod method) {
        return method.getName().matches("do[A-Z].*")
                && method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static boolean leadsToACheck(JavaCodeUnit start) {
        Deque<JavaCodeUnit> next = new ArrayDeque<>(List.of(start));
        Set<String> seen = new HashSet<>();
        while (!next.isEmpty()) {
            JavaCodeUnit unit = next.poll();
            if (!seen.add(unit.getFullName())) {
                continue;
            }
            List<AccessTarget.CodeUnitAccessTarget> targets = Stream.concat(
                            unit.getCallsFromSelf().stream(), unit.getCodeUnitReferencesFromSelf().stream())
                    .map(JavaAccess::getTarget)
                    .map(AccessTarget.CodeUnitAccessTarget.class::cast)
                    .toList();
            if (targets.stream().anyMatch(target -> CHECKS.contains(target.getName()))) {
                return true;
            }
            targets.stream()
                    .filter(target -> target.getOwner().getPackageName().startsWith(ROOT))
                    .flatMap(target -> target.resolveMember().stream())
                    .map(JavaCodeUnit.class::cast)
                    .forEach(next::add);
        }
        return false;
    }
}
