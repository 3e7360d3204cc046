package io.jpod.it.structure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Files, methods, package descriptions and names, as the house style has them. */
class SourceSizeTest {
    private static final int LONGEST_FILE = 600;
    private static final int LONGEST_METHOD = 60;
    private static final Set<String> EMPTY_WORDS =
            Set.of("util", "utils", "common", "helper", "helpers", "misc", "manager");

    private final Repository repository = Repository.here();

    @Test
    void filesAreShort() throws IOException {
        Set<String> violations = new TreeSet<>();
        List<Path> files = repository.allJavaFiles();
        for (Path file : files) {
            int lines = Files.readAllLines(file).size();
            if (lines > LONGEST_FILE) {
                violations.add(file + " has " + lines + " lines");
            }
        }
        assertTrue(files.size() > 80, "too few files seen: " + files.size());
        DependencyRulesTest.assertNone(violations);
    }

    @Test
    void methodsAreShort() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    manager,
                    null,
                    List.of("-proc:none"),
                    null,
                    manager.getJavaFileObjectsFromPaths(repository.allJavaFiles()));
            MethodSizes sizes = new MethodSizes(Trees.instance(task).getSourcePositions());
            for (CompilationUnitTree unit : task.parse()) {
                sizes.scan(unit, unit);
            }
            System.out.println("method sizes: " + sizes.seen + " methods seen");
            assertTrue(sizes.seen > 400, "too few methods seen: " + sizes.seen);
            DependencyRulesTest.assertNone(sizes.violations);
        }
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        Set<Path> packages = new TreeSet<>();
        for (String module : repository.modules()) {
            for (Path file : repository.javaFiles(repository.module(module), "main")) {
                packages.add(file.getParent());
            }
        }
        Set<String> violations = new TreeSet<>();
        for (Path directory : packages) {
            if (!Files.exists(directory.resolve("package-info.java"))) {
                violations.add(directory + " lacks package-info.java");
            }
        }
        assertTrue(packages.size() > 10, "too few packages seen: " + packages);
        DependencyRulesTest.assertNone(violations);
    }

    @Test
    void namesSaySomething() {
        Set<String> violations = new TreeSet<>();
        for (Path file : repository.allJavaFiles()) {
            String name = file.getFileName().toString().replace(".java", "");
            if (name.matches("(Default|Abstract)[A-Z].*|.*Impl") || EMPTY_WORDS.contains(name.toLowerCase())) {
                violations.add(file.toString());
            }
            for (Path part : file.getParent()) {
                if (EMPTY_WORDS.contains(part.toString())) {
                    violations.add(file.getParent().toString());
                }
            }
        }
        DependencyRulesTest.assertNone(violations);
    }

    private static final class MethodSizes extends TreeScanner<Void, CompilationUnitTree> {
        private final SourcePositions positions;
        private final Set<String> violations = new TreeSet<>();
        private int seen;

        MethodSizes(SourcePositions positions) {
            this.positions = positions;
        }

        @Override
        public Void visitMethod(MethodTree method, CompilationUnitTree unit) {
            if (method.getBody() != null && positions.getStartPosition(unit, method) >= 0) {
                seen++;
                long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
                long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
                if (last - first + 1 > LONGEST_METHOD) {
                    violations.add(unit.getSourceFile().getName() + ":" + first + " " + method.getName() + " has "
                            + (last - first + 1) + " lines");
                }
            }
            return super.visitMethod(method, unit);
        }
    }
}
