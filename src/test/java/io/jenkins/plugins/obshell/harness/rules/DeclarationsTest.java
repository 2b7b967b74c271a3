package io.jenkins.plugins.obshell.harness.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import io.jenkins.plugins.obshell.rules.Repository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.Parameterizable;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Holds the declarations in {@code central/declarations} against the real types: the compiler reads both, the declarations
 * from their sources and the real types from the class path of this build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeclarationsTest {

    private static final String FOLDER = "central/declarations/src/main/java";

    /** What concerns neither a caller nor a subclass. */
    private static final Set<Modifier> INTERNAL = EnumSet.of(
            Modifier.SYNCHRONIZED, Modifier.NATIVE, Modifier.STRICTFP, Modifier.TRANSIENT, Modifier.VOLATILE);

    private final List<TypeElement> declared = new ArrayList<>();
    private JavacTask real;

    @BeforeAll
    void read() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        JavacTask sources = task(compiler, files, files.getJavaFileObjectsFromPaths(Repository.files(FOLDER, ".java")));
        sources.parse();
        sources.analyze().forEach(element -> {
            if (element instanceof TypeElement type
                    && !type.getNestingKind().isNested()
                    && !type.getQualifiedName().toString().startsWith("central.")) {
                addWithNested(type);
            }
        });
        real = task(compiler, files, List.of(new NoType()));
        real.analyze();
        assertTrue(declared.size() > 50, "only " + declared.size() + " declarations were read");
    }

    @Test
    void everyDeclaredTypeIsTheRealOne() {
        List<String> problems = new ArrayList<>();
        for (TypeElement type : declared) {
            TypeElement actual = real(type);
            if (actual == null) {
                problems.add("there is no " + type);
            } else if (!head(type).equals(head(actual))) {
                problems.add(head(type) + " is really " + head(actual));
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyDeclaredSupertypeIsARealOne() {
        assertEquals(List.of(), differences(DeclarationsTest::supertypes));
    }

    @Test
    void everyDeclaredMemberIsARealOne() {
        assertEquals(List.of(), differences(DeclarationsTest::members));
    }

    @Test
    void everyDeclaredAnnotationIsARealOne() {
        assertEquals(List.of(), differences(type -> annotations(type, name -> true)));
    }

    @Test
    void whatIsReallyDeprecatedIsDeclaredSo() {
        List<String> problems = new ArrayList<>();
        Predicate<String> deprecated = name -> name.contains("java.lang.Deprecated");
        for (TypeElement type : declared) {
            TypeElement actual = real(type);
            if (actual != null) {
                Set<String> told = annotations(type, deprecated);
                Set<String> known = members(type);
                annotations(actual, deprecated).stream()
                        .filter(line -> !told.contains(line))
                        .filter(line -> known.stream().anyMatch(line::startsWith)
                                || line.startsWith(type.getQualifiedName() + " "))
                        .forEach(problems::add);
            }
        }
        assertEquals(List.of(), problems);
    }

    private void addWithNested(TypeElement type) {
        declared.add(type);
        ElementFilter.typesIn(type.getEnclosedElements()).forEach(this::addWithNested);
    }

    private TypeElement real(TypeElement type) {
        return real.getElements().getTypeElement(type.getQualifiedName());
    }

    private List<String> differences(Function<TypeElement, Set<String>> aspect) {
        List<String> problems = new ArrayList<>();
        for (TypeElement type : declared) {
            TypeElement actual = real(type);
            if (actual != null) {
                Set<String> existing = aspect.apply(actual);
                aspect.apply(type).stream()
                        .filter(line -> !existing.contains(line))
                        .map(line -> type + ": " + line)
                        .forEach(problems::add);
            }
        }
        return problems;
    }

    private static String head(TypeElement type) {
        Set<Modifier> modifiers = modifiers(type);
        if (type.getKind() == ElementKind.ENUM) {
            // These depend on whether a constant has a body.
            modifiers.removeAll(Set.of(Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED));
        }
        return modifiers + " " + type.getKind() + " " + type + parameters(type);
    }

    private static Set<String> supertypes(TypeElement type) {
        return Stream.concat(Stream.of(type.getSuperclass()), type.getInterfaces().stream())
                .map(TypeMirror::toString)
                .filter(name -> !name.equals(Object.class.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A private constructor stands for those that are not declared, so private members are left out. */
    private static Set<String> members(TypeElement type) {
        return type.getEnclosedElements().stream()
                .filter(member -> !(member instanceof TypeElement))
                .filter(member -> !member.getModifiers().contains(Modifier.PRIVATE))
                .map(DeclarationsTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> annotations(TypeElement type, Predicate<String> which) {
        Set<String> lines = new HashSet<>(annotations(type + " ", type, which));
        for (Element member : type.getEnclosedElements()) {
            if (!(member instanceof TypeElement)) {
                lines.addAll(annotations(signature(member), member, which));
                if (member instanceof ExecutableElement method) {
                    for (int i = 0; i < method.getParameters().size(); i++) {
                        lines.addAll(annotations(
                                signature(member) + " parameter " + i,
                                method.getParameters().get(i),
                                which));
                    }
                }
            }
        }
        return lines;
    }

    private static Set<String> annotations(String where, Element element, Predicate<String> which) {
        return element.getAnnotationMirrors().stream()
                .map(AnnotationMirror::toString)
                // For the compiler alone, so they are in no class file.
                .filter(name -> !name.equals("@java.lang.Override"))
                .filter(name -> !name.startsWith("@java.lang.SuppressWarnings"))
                .filter(which)
                .map(name -> where + " " + name)
                .collect(Collectors.toSet());
    }

    private static String signature(Element member) {
        String start = modifiers(member) + " ";
        if (member instanceof ExecutableElement method) {
            return start
                    + parameters(method)
                    + method.getReturnType()
                    + " "
                    + method.getSimpleName()
                    + method.getParameters().stream()
                            .map(parameter -> parameter.asType().toString())
                            .collect(Collectors.joining(", ", "(", method.isVarArgs() ? "…)" : ")"))
                    + " throws "
                    + method.getThrownTypes()
                    + " default "
                    + method.getDefaultValue();
        }
        Object value = ((VariableElement) member).getConstantValue();
        return start + member.asType() + " " + member + " = " + value;
    }

    private static Set<Modifier> modifiers(Element element) {
        Set<Modifier> modifiers = new TreeSet<>(element.getModifiers());
        modifiers.removeAll(INTERNAL);
        return modifiers;
    }

    private static String parameters(Parameterizable generic) {
        return generic.getTypeParameters().stream()
                .map(parameter -> parameter + " extends " + parameter.getBounds())
                .collect(Collectors.joining(", ", "<", "> "));
    }

    private static JavacTask task(
            JavaCompiler compiler, StandardJavaFileManager files, Iterable<? extends JavaFileObject> units) {
        List<JavaFileObject> all =
                StreamSupport.stream(units.spliterator(), false).collect(Collectors.toList());
        List<String> options =
                List.of("-proc:none", "-Xlint:none", "-classpath", System.getProperty("java.class.path"));
        return (JavacTask) compiler.getTask(null, files, null, options, null, all);
    }

    /** An empty source, for the compiler wants one. */
    private static final class NoType extends SimpleJavaFileObject {

        NoType() {
            super(URI.create("string:///Nothing.java"), Kind.SOURCE);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return "";
        }
    }
}
