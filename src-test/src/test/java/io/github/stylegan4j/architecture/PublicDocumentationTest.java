package io.github.stylegan4j.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Everything a user can see says what it is. */
class PublicDocumentationTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final List<String> PUBLISHED =
            List.of(
                    "core-tensor",
                    "core-autograd",
                    "opencl-kernels",
                    "stylegan-model",
                    "stylegan-train");

    @Test
    void everyPublicTypeMethodAndFieldHasAComment() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : PUBLISHED) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main"))) {
                files.filter(f -> f.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        assertFalse(sources.isEmpty(), "no sources found under " + REPOSITORY.toAbsolutePath());

        assertEquals(List.of(), uncommented(sources), "public, but without a Javadoc comment");
    }

    private static List<String> uncommented(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> missing = new ArrayList<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources));
            Trees trees = Trees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Visitor(trees, unit, missing).scan(unit, null);
            }
        }
        return missing;
    }

    /** Descends into public types only, and notes each visible member that has no comment. */
    private static final class Visitor extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final CompilationUnitTree unit;
        private final List<String> missing;

        Visitor(Trees trees, CompilationUnitTree unit, List<String> missing) {
            this.trees = trees;
            this.unit = unit;
            this.missing = missing;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!visible(type.getModifiers())) {
                return null;
            }
            check(type, type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean overrides =
                    method.getModifiers().getAnnotations().stream()
                            .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            if (visible(method.getModifiers()) && !overrides) {
                check(method, method.getName() + "()");
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void unused) {
            if (visible(field.getModifiers())) {
                check(field, field.getName().toString());
            }
            return null;
        }

        private boolean visible(ModifiersTree modifiers) {
            if (modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED)) {
                return true;
            }
            Tree owner = getCurrentPath().getParentPath().getLeaf();
            return owner.getKind() == Tree.Kind.INTERFACE
                    && !modifiers.getFlags().contains(Modifier.PRIVATE);
        }

        private void check(Tree tree, String name) {
            if (trees.getDocComment(getCurrentPath()) == null) {
                SourcePositions positions = trees.getSourcePositions();
                long line = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, tree));
                missing.add(Path.of(unit.getSourceFile().getName()) + ":" + line + " " + name);
            }
        }
    }
}
