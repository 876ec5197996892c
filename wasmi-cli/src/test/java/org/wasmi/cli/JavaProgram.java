package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * A Java program of a document or of a Javadoc comment.
 *
 * @param name the name of its class
 * @param source its source
 * @param output what the document says that it prints, empty if nothing
 */
record JavaProgram(String name, String source, String output) {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```(?:\n\n```text\n(.*?)```)?", Pattern.DOTALL);

    private static final Pattern JAVADOC_BLOCK =
            Pattern.compile("<pre>\\{@code\n(.*?\n)}</pre>(?:\n\n<pre>\\{@code\n(.*?\n)}</pre>)?", Pattern.DOTALL);

    private static final Pattern JAVADOC_MARGIN = Pattern.compile("^ \\* ?", Pattern.MULTILINE);

    private static final Pattern CLASS = Pattern.compile("^(?:public )?(?:final )?class (\\w+)", Pattern.MULTILINE);

    /** {@return the programs of a document in Markdown, in order} */
    static List<JavaProgram> of(String document) {
        return BLOCK.matcher(document).results().map(JavaProgram::of).toList();
    }

    /**
     * {@return the programs of the Javadoc comments at the margin of a source, in order; all their {@code <pre>} are
     * such}
     */
    static List<JavaProgram> ofJavadoc(String source) {
        String text = JAVADOC_MARGIN.matcher(source).replaceAll("");
        return JAVADOC_BLOCK.matcher(text).results().map(JavaProgram::of).toList();
    }

    private static JavaProgram of(MatchResult block) {
        return of(block.group(1), block.group(2) == null ? "" : block.group(2));
    }

    /** {@return a program of a source} */
    static JavaProgram of(String source, String output) {
        return new JavaProgram(
                CLASS.matcher(source).results().findFirst().orElseThrow().group(1), source, output);
    }

    /** {@return whether there is a main method, as opposed to what a test engine runs} */
    boolean hasMain() {
        return source.contains("public static void main(");
    }

    /** Compiles the program, which must succeed. */
    void compile(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        classPath(folder),
                        "-d",
                        folder.toString(),
                        file.toString());
        assertThat(result).as(name).isZero();
    }

    /** {@return what the program prints once it is compiled; it must end with exit code 0} */
    String run(Path folder, Object... arguments) throws IOException, InterruptedException {
        return runWith(List.of(), folder, arguments);
    }

    /** {@return likewise, with jars on the class path} */
    String runWith(List<Path> jars, Path folder, Object... arguments) throws IOException, InterruptedException {
        compile(folder);
        return run(jars, folder, name, arguments);
    }

    /** {@return how the tests of the class end once it is compiled} */
    String runTests(Path folder) throws IOException, InterruptedException {
        compile(folder);
        return run(List.of(), folder, TestRun.class.getName(), name);
    }

    /** {@return what a class on the class path, or in a folder, prints} */
    private static String run(List<Path> jars, Path folder, String main, Object... arguments)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Such a program ends before it is worth more.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                jars.stream().map(each -> each + File.pathSeparator).collect(Collectors.joining()) + classPath(folder),
                main));
        for (Object argument : arguments) {
            line.add(argument.toString());
        }
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(out);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed.replace(System.lineSeparator(), "\n");
    }

    /** {@return a class path on which what was compiled into a folder comes first} */
    private static String classPath(Path folder) {
        return folder + System.getProperty("path.separator") + System.getProperty("java.class.path");
    }

    @Override
    public String toString() {
        return name;
    }
}
