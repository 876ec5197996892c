package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a user can call is documented. Javadoc's own check would also demand a tag for every parameter, which most first
 * sentences make superfluous.
 */
final class JavadocTest {
    @TestFactory
    Stream<DynamicTest> everythingExportedIsDocumented() {
        return Modules.find().values().stream()
                .filter(module -> !module.descriptor().exports().isEmpty())
                .map(module -> DynamicTest.dynamicTest(module.descriptor().name(), () -> assertDocumented(module)));
    }

    private static void assertDocumented(ModuleReference module) throws IOException {
        String folder = module.descriptor().name().replace("org.wasmi.", "wasmi-");
        Path sources = Path.of("..", folder, "src", "main", "java");
        List<Path> files = new ArrayList<>();
        for (ModuleDescriptor.Exports exports : module.descriptor().exports()) {
            try (Stream<Path> list = Files.list(sources.resolve(exports.source().replace('.', '/')))) {
                list.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("package-info.java"))
                        .forEach(files::add);
            }
        }
        assertThat(files).isNotEmpty();

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Undocumented undocumented;
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            undocumented = new Undocumented(DocTrees.instance(task));
            for (CompilationUnitTree unit : task.parse()) {
                undocumented.scan(unit, null);
            }
        }
        assertThat(undocumented.seen).isPositive();
        assertThat(undocumented.names).as("without a comment").isEmpty();
    }

    /** Collects the public and protected declarations without a comment, in the public types of what it scans. */
    private static final class Undocumented extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final List<String> names = new ArrayList<>();
        private int seen;

        Undocumented(DocTrees trees) {
            this.trees = trees;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!isExported(type.getModifiers())) {
                return null;
            }
            check(type.getSimpleName().toString());
            return super.visitClass(type, null);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean inherited = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            if (isExported(method.getModifiers()) && !inherited) {
                check(enclosing().map(type -> type.getSimpleName() + ".").orElse("") + method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void unused) {
            // The comment of an enum says what its constants have in common; each name says the rest.
            boolean constant =
                    enclosing().filter(type -> type.getKind() == Tree.Kind.ENUM).isPresent();
            if (isExported(field.getModifiers()) && !constant) {
                check(enclosing().map(type -> type.getSimpleName() + ".").orElse("") + field.getName());
            }
            return null;
        }

        private boolean isExported(ModifiersTree modifiers) {
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || modifiers.getFlags().contains(Modifier.PROTECTED)
                    || (enclosing().filter(JavadocTest::hasPublicMembers).isPresent()
                            && !modifiers.getFlags().contains(Modifier.PRIVATE));
        }

        private Optional<ClassTree> enclosing() {
            TreePath parent = getCurrentPath().getParentPath();
            return parent != null && parent.getLeaf() instanceof ClassTree type ? Optional.of(type) : Optional.empty();
        }

        private void check(String name) {
            seen++;
            if (trees.getDocComment(getCurrentPath()) == null) {
                names.add(name);
            }
        }
    }

    private static boolean hasPublicMembers(ClassTree type) {
        return type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
    }
}
