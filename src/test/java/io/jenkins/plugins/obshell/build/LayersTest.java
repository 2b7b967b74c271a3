package io.jenkins.plugins.obshell.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayersTest {

    private static final String ROOT = "io.jenkins.plugins.obshell.";

    /** Where Jenkins and its plugins have their classes. */
    private static final String[] JENKINS = {
        "hudson..",
        "jenkins..",
        "io.jenkins.plugins.okhttp..",
        "com.cloudbees..",
        "org.jenkinsci..",
        "org.kohsuke.stapler..",
        "net.sf.json..",
        "jakarta.servlet.."
    };

    private static final Set<String> CHECKS =
            Set.of("checkPermission", "hasPermission", "checkAnyPermission", "hasAnyPermission");

    /** The root build annotates the generated messages with types of Jenkins. */
    private static final DescribedPredicate<JavaClass> WRITTEN_BY_HAND =
            describe("written by hand", type -> !type.getSimpleName().equals("Messages"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT.substring(0, ROOT.length() - 1));

    @Test
    void theArrowsBetweenTheRoomsPointOneWay() {
        LayeredArchitecture rooms = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("client")
                .definedBy(ROOT + "client..")
                .layer("operation")
                .definedBy(ROOT + "operation..")
                .layer("cluster")
                .definedBy(ROOT + "cluster..")
                .layer("report")
                .definedBy(ROOT + "report..")
                .layer("step")
                .definedBy(ROOT + "step..")
                .whereLayer("client")
                .mayNotAccessAnyLayer()
                .whereLayer("operation")
                .mayOnlyAccessLayers("client")
                // A cluster gives an operation its secrets and takes its rules of durations.
                .whereLayer("cluster")
                .mayOnlyAccessLayers("client", "operation")
                // Events and outcomes of an operation hold what the client read.
                .whereLayer("report")
                .mayOnlyAccessLayers("client", "operation");
        rooms.check(CLASSES);
    }

    @Test
    void everyClassStandsInARoom() {
        List<String> problems = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name ->
                        !name.matches("(?s)" + ROOT.replace(".", "\\.") + "(client|operation|cluster|report|step)"))
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
