package io.jenkins.plugins.obshell.rules;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java sources below a folder as the compiler reads them; nothing is resolved, so no class path is needed. */
final class JavaSources {

    /** A class and where it stands. */
    record Declared(ClassTree tree, TreePath path) {

        /** {@return the name of its package} */
        String room() {
            return path.getCompilationUnit().getPackageName().toString();
        }

        /** {@return its name with those of the classes around it} */
        String name() {
            TreePath around = path.getParentPath();
            return around.getLeaf() instanceof ClassTree outer
                    ? new Declared(outer, around).name() + "." + tree.getSimpleName()
                    : tree.getSimpleName().toString();
        }
    }

    private final DocTrees docs;
    private final List<CompilationUnitTree> units = new ArrayList<>();
    private final List<Declared> classes = new ArrayList<>();

    JavaSources(String folder) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                files,
                null,
                List.of("-proc:none"),
                null,
                files.getJavaFileObjectsFromPaths(Repository.files(folder, ".java")));
        docs = DocTrees.instance(task);
        try {
            task.parse().forEach(units::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree tree, Void nothing) {
                if (!tree.getSimpleName().isEmpty()) {
                    classes.add(new Declared(tree, getCurrentPath()));
                }
                return super.visitClass(tree, nothing);
            }
        }.scan(units, null);
    }

    List<CompilationUnitTree> units() {
        return units;
    }

    /** {@return all classes, nested ones too, but none without a name} */
    List<Declared> classes() {
        return classes;
    }

    /** {@return the class that this one extends, where it is one of these sources} */
    Optional<Declared> superclass(Declared type) {
        Tree clause = type.tree().getExtendsClause();
        return clause == null
                ? Optional.empty()
                : classes().stream()
                        .filter(other -> clause.toString().equals(other.name())
                                || clause.toString().startsWith(other.name() + "<"))
                        .findFirst();
    }

    /** {@return the doc comment of a member, if it has one that says anything} */
    Optional<DocCommentTree> comment(Declared type, Tree member) {
        TreePath path = member == type.tree() ? type.path() : new TreePath(type.path(), member);
        return Optional.ofNullable(docs.getDocCommentTree(path))
                .filter(comment -> !comment.getFullBody().isEmpty()
                        || !comment.getBlockTags().isEmpty());
    }
}
