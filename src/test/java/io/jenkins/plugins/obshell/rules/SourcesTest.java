package io.jenkins.plugins.obshell.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.jenkins.plugins.obshell.rules.JavaSources.Declared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.Test;

class SourcesTest {

    private static final String FOLDER = "src/main/java";
    private static final String ROOMS = FOLDER + "/io/jenkins/plugins/obshell/";

    /** What the scan of hosted Jenkins plugins looks for, less the names of ids. */
    private static final Pattern SECRET = Pattern.compile(".*(password|pwd|pass|credential|access|key|token|secret).*");

    private static final Pattern ID = Pattern.compile(".*credentials?id.*");
    private static final Set<Tree.Kind> INTERFACES = Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE);

    private static final JavaSources MAIN = new JavaSources(FOLDER);

    @Test
    void everythingPublicIsDocumented() {
        List<String> problems = new ArrayList<>();
        for (Declared type : MAIN.classes()) {
            if (isVisible(type)) {
                if (MAIN.comment(type, type.tree()).isEmpty()) {
                    problems.add(type.name());
                }
                for (MethodTree method : methods(type)) {
                    if (isVisible(type, method.getModifiers())
                            && !has(method.getModifiers(), "Override")
                            && MAIN.comment(type, method).isEmpty()) {
                        problems.add(type.name() + "." + method.getName());
                    }
                }
            }
        }
        assertFalse(MAIN.classes().isEmpty());
        assertEquals(List.of(), problems);
    }

    @Test
    void aCommentThatTellsOfParametersTellsOfAll() {
        List<String> problems = new ArrayList<>();
        for (Declared type : MAIN.classes()) {
            for (MethodTree method : methods(type)) {
                List<String> told =
                        MAIN.comment(type, method).map(SourcesTest::parameters).orElse(List.of());
                if (isVisible(type)
                        && isVisible(type, method.getModifiers())
                        && !told.isEmpty()
                        && !told.equals(names(method.getParameters()))) {
                    problems.add(type.name() + "." + method.getName() + " tells of " + told);
                }
            }
            if (type.tree().getKind() == Tree.Kind.RECORD && isVisible(type)) {
                List<String> told = MAIN.comment(type, type.tree())
                        .map(SourcesTest::parameters)
                        .orElse(List.of());
                if (!told.isEmpty() && !told.equals(components(type))) {
                    problems.add(type.name() + " tells of " + told);
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyPackageIsDocumented() {
        List<String> problems = Repository.files(FOLDER, ".java").stream()
                .map(Path::getParent)
                .distinct()
                .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
                .map(Repository::name)
                .toList();
        assertEquals(List.of(), problems);
    }

    @Test
    void whatAFormSetsCanBeRead() {
        List<String> problems = new ArrayList<>();
        for (Declared type : MAIN.classes()) {
            for (MethodTree method : methods(type)) {
                List<String> properties = List.of();
                if (has(method.getModifiers(), "DataBoundConstructor")) {
                    properties = names(method.getParameters());
                } else if (has(method.getModifiers(), "DataBoundSetter")) {
                    properties = List.of(property(method.getName().toString(), "set"));
                }
                properties.stream()
                        .filter(property -> !canBeRead(type, property))
                        .forEach(property -> problems.add(type.name() + "." + property));
            }
            for (VariableTree field : fields(type)) {
                if (has(field.getModifiers(), "DataBoundSetter")
                        && !field.getModifiers().getFlags().contains(Modifier.PUBLIC)
                        && !canBeRead(type, field.getName().toString())) {
                    problems.add(type.name() + "." + field.getName());
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void noFieldThatCouldBeStoredIsNamedLikeASecret() {
        List<String> problems = new ArrayList<>();
        for (Declared type : MAIN.classes()) {
            if (isStored(type)) {
                for (VariableTree field : fields(type)) {
                    String name = field.getName().toString().toLowerCase(Locale.ROOT);
                    Set<Modifier> flags = field.getModifiers().getFlags();
                    if ("String".equals(String.valueOf(field.getType()))
                            && !flags.contains(Modifier.STATIC)
                            && !flags.contains(Modifier.TRANSIENT)
                            && SECRET.matcher(name).matches()
                            && !ID.matcher(name).matches()) {
                        problems.add(type.name() + "." + field.getName());
                    }
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void noTestSleeps() {
        assertEquals(List.of(), calls("src/test/java", call -> {
            String text = call.getMethodSelect().toString();
            return text.equals("Thread.sleep") || text.matches("(TimeUnit\\.)?[A-Z]+S\\.sleep");
        }));
    }

    @Test
    void nothingInClientAndOperationReadsTheWallClockOrSleeps() {
        Predicate<MethodInvocationTree> rule = call -> Set.of(
                                "Thread.sleep",
                                "Instant.now",
                                "System.currentTimeMillis",
                                "System.nanoTime",
                                "Clock.systemUTC",
                                "Clock.systemDefaultZone")
                        .contains(call.getMethodSelect().toString())
                && call.getArguments().stream()
                        .noneMatch(argument -> argument.toString().endsWith("clock"));
        List<String> problems = new ArrayList<>(calls(ROOMS + "client", rule));
        problems.addAll(calls(ROOMS + "operation", rule));
        assertEquals(List.of(), problems);
    }

    @Test
    void nothingIsLeftToDo() {
        Pattern mark = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
        List<String> problems = Stream.of(".java", ".jelly", ".properties", ".html", ".js", ".css")
                .flatMap(ending -> Repository.files("src", ending).stream())
                .filter(file -> mark.matcher(Repository.text(file)).find())
                .map(Repository::name)
                .toList();
        assertEquals(List.of(), problems);
    }

    private static List<String> calls(String folder, Predicate<MethodInvocationTree> rule) {
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : new JavaSources(folder).units()) {
            new TreePathScanner<Void, Void>() {
                @Override
                public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    if (rule.test(call)) {
                        found.add(Repository.name(Path.of(unit.getSourceFile().toUri())) + ": " + call);
                    }
                    return super.visitMethodInvocation(call, nothing);
                }
            }.scan(unit, null);
        }
        return found;
    }

    /** What goes into a file of Jenkins: anything serializable, and anything of a package that knows Jenkins. */
    private static boolean isStored(Declared type) {
        return !type.room().matches(".*\\.(client|operation)(\\..*)?")
                || type.tree().getImplementsClause().stream()
                        .anyMatch(clause -> clause.toString().endsWith("Serializable"));
    }

    private boolean canBeRead(Declared type, String property) {
        String name = property.substring(0, 1).toUpperCase(Locale.ROOT) + property.substring(1);
        boolean own = methods(type).stream()
                .anyMatch(method -> method.getParameters().isEmpty()
                        && Set.of("get" + name, "is" + name)
                                .contains(method.getName().toString()));
        return own
                || MAIN.superclass(type)
                        .map(above -> canBeRead(above, property))
                        .orElse(false);
    }

    private static String property(String method, String prefix) {
        String name = method.substring(prefix.length());
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static List<String> parameters(DocCommentTree comment) {
        return comment.getBlockTags().stream()
                .filter(ParamTree.class::isInstance)
                .map(ParamTree.class::cast)
                .filter(tag -> !tag.isTypeParameter())
                .map(tag -> tag.getName().toString())
                .toList();
    }

    private static List<String> components(Declared type) {
        return fields(type).stream()
                .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .map(field -> field.getName().toString())
                .toList();
    }

    private static List<String> names(List<? extends VariableTree> variables) {
        return variables.stream().map(variable -> variable.getName().toString()).toList();
    }

    private static List<MethodTree> methods(Declared type) {
        return members(type, MethodTree.class);
    }

    private static List<VariableTree> fields(Declared type) {
        return members(type, VariableTree.class);
    }

    private static <T> List<T> members(Declared type, Class<T> kind) {
        return type.tree().getMembers().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .collect(Collectors.toList());
    }

    private static boolean isVisible(Declared type) {
        TreePath around = type.path().getParentPath();
        boolean outer = !(around.getLeaf() instanceof ClassTree)
                || isVisible(new Declared((ClassTree) around.getLeaf(), around));
        boolean own = around.getLeaf() instanceof ClassTree enclosing
                ? isVisible(new Declared(enclosing, around), type.tree().getModifiers())
                : type.tree().getModifiers().getFlags().contains(Modifier.PUBLIC);
        return outer && own;
    }

    private static boolean isVisible(Declared type, ModifiersTree modifiers) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC)
                || INTERFACES.contains(type.tree().getKind()) && !flags.contains(Modifier.PRIVATE);
    }

    private static boolean has(ModifiersTree modifiers, String annotation) {
        return modifiers.getAnnotations().stream()
                .map(AnnotationTree::getAnnotationType)
                .map(type -> type instanceof MemberSelectTree select ? select.getIdentifier() : type)
                .anyMatch(name -> name.toString().equals(annotation));
    }
}
