package io.jenkins.plugins.obshell.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jenkins.plugins.obshell.rules.JavaSources.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/** What the scan of hosted Jenkins plugins (jenkins-codeql) looks for, and what the advisories of other plugins were about. */
class SecurityRulesTest {

    private static final String ROOT = "io.jenkins.plugins.obshell";
    private static final Set<String> CHECKS =
            Set.of("checkPermission", "hasPermission", "checkAnyPermission", "hasAnyPermission");
    private static final JavaSources SOURCES = new JavaSources("src/main/java");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void webMethodsCheckAPermissionBeforeAnythingElse() {
        List<String> problems = new ArrayList<>();
        int count = 0;
        for (Declared type : SOURCES.classes()) {
            for (MethodTree method : methods(type)) {
                if (method.getName().toString().matches("do[A-Z].*")) {
                    count++;
                    if (!beginsWithACheck(method, new HashSet<>())) {
                        problems.add(type.name() + "." + method.getName());
                    }
                }
            }
        }
        assertFalse(count < 20, "Web methods found: " + count);
        assertEquals(List.of(), problems);
    }

    @Test
    void whatStandsInFrontOfAPageChecksAPermissionBeforeAnythingElse() {
        List<String> problems = new ArrayList<>();
        int count = 0;
        for (Declared type : SOURCES.classes()) {
            for (MethodTree method : methods(type)) {
                if (method.getName().contentEquals("getTarget") && !isConfigurator(type)) {
                    count++;
                    if (!beginsWithACheck(method, new HashSet<>())) {
                        problems.add(type.name());
                    }
                }
            }
        }
        assertFalse(count == 0);
        assertEquals(List.of(), problems);
    }

    /** Its method of that name says what Configuration as Code configures. */
    private static boolean isConfigurator(Declared type) {
        return String.valueOf(type.tree().getExtendsClause()).startsWith("BaseConfigurator<");
    }

    @Test
    void noAnswerToAQuestionOfPermissionIsThrownAway() {
        List<String> problems = new ArrayList<>();
        SOURCES.units()
                .forEach(unit -> new TreeScanner<Void, Void>() {
                    @Override
                    public Void visitExpressionStatement(ExpressionStatementTree statement, Void nothing) {
                        if (Pattern.compile("\\.has(Any)?Permission\\(")
                                .matcher(statement.toString())
                                .find()) {
                            problems.add(statement.toString());
                        }
                        return super.visitExpressionStatement(statement, nothing);
                    }
                }.scan(unit, null));
        assertEquals(List.of(), problems);
    }

    @Test
    void nothingIsServedButByFormMethodsAndViews() {
        noMethods()
                .should()
                .beAnnotatedWith("org.kohsuke.stapler.WebMethod")
                .orShould()
                .beAnnotatedWith("jenkins.security.stapler.StaplerDispatchable")
                .orShould()
                .haveNameMatching("doIndex|doDynamic|getDynamic")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(".*\\.Stapler(Response2?|Fallback)")
                .check(CLASSES);
    }

    @Test
    void nothingRunsOnAnAgentAndNothingIsTakenFromOne() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "belong to remoting or to what an agent is",
                        type -> type.getName()
                                        .matches("(hudson\\.remoting|org\\.jenkinsci\\.remoting|hudson\\.slaves)\\..*")
                                || type.getName()
                                        .matches("hudson\\.(FilePath|Launcher|Proc)(\\$.*)?|hudson\\.model\\.Computer")
                                || type.getSimpleName()
                                        .matches(
                                                "(MasterToSlave|SlaveToMaster|ControllerToAgent|AgentToController).*")))
                .check(CLASSES);
    }

    @Test
    void noFileIsTouched() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "read or write files",
                        type -> type.getName().startsWith("java.nio.file.")
                                || type.getName()
                                        .matches(
                                                "java\\.io\\.(File|RandomAccessFile)(InputStream|OutputStream|Reader|Writer)?")
                                || type.getName().matches("hudson\\.(XmlFile|util\\.(TextFile|AtomicFileWriter))")))
                .check(CLASSES);
    }

    @Test
    void nothingRunsCommandsOrScriptsOrEndsTheController() {
        noClasses()
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .dependOnClassesThat(
                        describe(
                                "run something",
                                type -> type.getName().matches("java\\.lang\\.(Runtime|ProcessBuilder)")
                                        || type.getName()
                                                .matches("(groovy|org\\.codehaus\\.groovy|javax\\.script)\\..*")
                                        || type.getName()
                                                .matches(
                                                        "hudson\\.(ExpressionFactory2|util\\.spring\\.BeanBuilder)|javaposse\\..*")))
                .check(CLASSES);
    }

    @Test
    void nothingIsMadeOfATypeThatSomebodyElseChooses() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "read objects of any type, or XML with what it refers to",
                        type -> type.getName()
                                .matches("java\\.io\\.ObjectInput(Stream|Filter)|java\\.beans\\.XMLDecoder"
                                        + "|javax\\.xml\\.(transform|parsers)\\..*|org\\.xml\\.sax\\..*"
                                        + "|com\\.thoughtworks\\.xstream\\..*|hudson\\.util\\.XStream2?"
                                        + "|org\\.apache\\.commons\\.digester.*|org\\.yaml\\..*"
                                        + "|com\\.fasterxml\\.jackson\\.annotation\\.JsonTypeInfo.*")))
                .orShould()
                .callMethodWhere(calls("activateDefaultTyping|enableDefaultTyping|polymorphicTypeValidator"))
                .check(CLASSES);
    }

    @Test
    void nobodyIsTrustedWithoutACheck() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".client.tls.TlsClients")
                .should()
                .callMethodWhere(describe(
                        "sets up TLS",
                        call -> call.getTargetOwner().isEquivalentTo(SSLContext.class)
                                        && call.getName().equals("init")
                                || call.getName()
                                        .matches("set(Default)?(SSLSocketFactory|HostnameVerifier)|hostnameVerifier"
                                                + "|sslSocketFactory|certificatePinner")))
                .check(CLASSES);
        noClasses().should().implement(HostnameVerifier.class).check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".client.tls.ServerCertificateCheck")
                .should()
                .beAssignableTo(X509TrustManager.class)
                .check(CLASSES);
    }

    @Test
    void nobodyIsImpersonatedButTheSystemOnThreadsOfThePlugin() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "acts as somebody",
                        call -> call.getTargetOwner().getName().matches("hudson\\.(security\\.ACL|model\\.User)")
                                && call.getName().matches("impersonate2?|as2?")))
                .orShould()
                .callMethodWhere(describe(
                        "logs what a request brings",
                        call -> call.getTargetOwner().getName().equals("okhttp3.logging.HttpLoggingInterceptor")))
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaCall<?>> calls(String names) {
        return describe(
                "calls " + names,
                call -> call.getName().matches(names)
                        && !call.getTargetOwner().getPackageName().startsWith("java."));
    }

    /** Whether a permission is asked for in the first statement, or in the first statement of what that calls. */
    private static boolean beginsWithACheck(MethodTree method, Set<MethodTree> seen) {
        if (method.getBody() == null || method.getBody().getStatements().isEmpty() || !seen.add(method)) {
            return false;
        }
        StatementTree first = method.getBody().getStatements().get(0);
        Tree asked = first instanceof IfTree branch ? branch.getCondition() : first;
        List<String> called = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                Tree select = call.getMethodSelect();
                called.add(
                        select instanceof MemberSelectTree member
                                ? member.getIdentifier().toString()
                                : select.toString());
                return super.visitMethodInvocation(call, nothing);
            }

            @Override
            public Void visitMemberReference(MemberReferenceTree reference, Void nothing) {
                return null;
            }
        }.scan(asked, null);
        return called.stream().anyMatch(CHECKS::contains)
                || called.stream()
                        .flatMap(name -> SOURCES.classes().stream()
                                .flatMap(type -> methods(type).stream())
                                .filter(candidate -> candidate.getName().contentEquals(name)))
                        .anyMatch(candidate -> beginsWithACheck(candidate, seen));
    }

    private static List<MethodTree> methods(Declared type) {
        return type.tree().getMembers().stream()
                .filter(MethodTree.class::isInstance)
                .map(MethodTree.class::cast)
                .toList();
    }
}
