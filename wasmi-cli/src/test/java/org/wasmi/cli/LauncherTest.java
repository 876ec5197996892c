package org.wasmi.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script in a checkout of its own, where Maven and Java are scripts that say how they were called. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
    private static final String JAR = "wasmi-cli/target/launcher/wasmi-cli.jar";

    private Path tools;
    private Path checkout;

    @BeforeEach
    void makeCheckout(@TempDir Path folder) throws IOException {
        tools = folder.resolve("tools");
        Files.createDirectories(tools.resolve("bin"));
        checkout = folder.resolve("checkout");
        write("pom.xml", "<project/>");
        write(".mvn/jvm.config", "");
        write("wasmi-cli/pom.xml", "<project/>");
        write("wasmi-cli/src/main/java/Main.java", "class Main {}");
        write("wasmi-cli/src/main/java/Other.java", "class Other {}");
        Files.copy(Cli.root("wasmi"), checkout.resolve("wasmi"));
        script("java", "for each in \"$@\"; do echo \"$each\"; done");
        script(
                "mvn",
                "echo \"$PWD $*\" >>" + tools + "/builds",
                "echo '[INFO] Downloading from central: https://example.org/a'",
                "echo '[INFO] Building wasmi-cli 0.1.0-SNAPSHOT      [8/8]'",
                "if [ -e " + tools + "/broken ]; then echo '[ERROR] it does not compile'; exit 1; fi",
                "touch " + JAR);
    }

    private void write(String file, String text) throws IOException {
        Path path = checkout.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void script(String name, String... lines) throws IOException {
        Path script = tools.resolve("bin").resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    private Cli launch(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(checkout.resolve("wasmi").toString()));
        line.addAll(List.of(arguments));
        Path out = tools.resolve("out");
        Path err = tools.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("PATH", tools.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JAVA_HOME", tools.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Cli(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private long builds() throws IOException {
        Path builds = tools.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** Gives every file a time stamp far from that of the build. */
    private void stampFiles(FileTime time) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(checkout)) {
            files = walk.filter(each -> !each.startsWith(checkout.resolve("wasmi-cli/target")))
                    .toList();
        }
        for (Path each : files) {
            Files.setLastModifiedTime(each, time);
        }
    }

    private static FileTime later() {
        return FileTime.fromMillis(System.currentTimeMillis() + TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void theFirstUseBuildsWithoutChecksAndSaysWhat() throws Exception {
        Cli first = launch("run", "a b", "--", "--module-path", "x");
        assertThat(first.code()).isZero();
        assertThat(first.err().lines())
                .containsExactly(
                        "wasmi: building this checkout, which is done once",
                        "wasmi: fetching what Maven needs for it",
                        "wasmi: building wasmi-cli [8/8]");
        assertThat(first.out().lines())
                .containsExactly(
                        "-XX:+UseSerialGC",
                        "-cp",
                        checkout.resolve(JAR).toString(),
                        "org.wasmi.cli.Main",
                        "run",
                        "a b",
                        "--",
                        "--module-path",
                        "x");
        assertThat(Files.readString(tools.resolve("builds")))
                .contains("-Dwasmi.unchecked", "-Dmaven.test.skip=true", "-Dwasmi.target=target/launcher");
        Cli second = launch("--version");
        assertThat(second.err()).isEmpty();
        assertThat(builds()).isOne();
    }

    @Test
    void contentsAndNotTimesDecide() throws Exception {
        launch();
        stampFiles(later());
        launch();
        assertThat(builds()).isOne();
        write("wasmi-cli/src/main/java/Main.java", "class Main { }");
        stampFiles(later());
        launch();
        launch();
        assertThat(builds()).isEqualTo(2);
        Files.delete(checkout.resolve("wasmi-cli/src/main/java/Other.java"));
        stampFiles(later());
        launch();
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void aMovedCheckoutRunsItsOwnJars() throws Exception {
        launch();
        Path moved = checkout.resolveSibling("a moved one");
        Files.move(checkout, moved);
        checkout = moved;
        assertThat(launch().out()).contains(moved.resolve(JAR).toString()).doesNotContain("checkout");
        assertThat(builds()).isOne();
    }

    @Test
    void aFailedBuildIsShownAndTriedAgain() throws Exception {
        Path broken = Files.createFile(tools.resolve("broken"));
        for (int i = 1; i <= 2; i++) {
            Cli cli = launch("--version");
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.err()).contains("[ERROR] it does not compile", "wasmi: the build failed");
            assertThat(builds()).isEqualTo(i);
        }
        Files.delete(broken);
        assertThat(launch("--version").code()).isZero();
    }

    /** A JDK before 25 gets a class-data archive of the classes that a run loads, a later one an AOT cache of the run. */
    @ParameterizedTest
    @CsvSource({
        "17.0.15, -XX:SharedArchiveFile, jsa, -XX:DumpLoadedClassList -Xshare:dump",
        "25.0.3, -XX:AOTCache, aot, -XX:AOTCacheOutput",
        "26, -XX:AOTCache, aot, -XX:AOTCacheOutput"
    })
    void theFirstUseMakesAnArchive(String version, String use, String kind, String making) throws Exception {
        Files.writeString(tools.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path calls = tools.resolve("calls");
        script(
                "java",
                "echo \"$@\" >>" + calls,
                "for each in \"$@\"; do",
                "case $each in",
                "-XX:AOTCacheOutput=*|-XX:DumpLoadedClassList=*) echo made >\"${each#*=}\" ;;",
                "-XX:SharedArchiveFile=*) case $* in *-Xshare:dump*) echo made >\"${each#*=}\" ;; esac ;;",
                "esac",
                "done");

        launch("run");
        launch("run");

        List<Path> archives;
        try (Stream<Path> files = Files.list(checkout.resolve("wasmi-cli/target/launcher"))) {
            archives = files.filter(each -> each.toString().matches(".*\\.(jsa|aot)[^/]*"))
                    .toList();
        }
        assertThat(archives).hasSize(1);
        assertThat(archives.get(0)).hasContent("made").asString().endsWith("." + kind);
        List<String> lines = Files.readAllLines(calls);
        List<String> steps = List.of(making.split(" "));
        assertThat(lines).hasSize(steps.size() + 2);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(lines.get(i)).contains(steps.get(i));
        }
        assertThat(lines.subList(steps.size(), lines.size()))
                .allSatisfy(each -> assertThat(each).contains(use + "=" + archives.get(0)));
    }

    @Test
    void anArchiveThatCannotBeMadeIsNotTriedAgain() throws Exception {
        Files.writeString(tools.resolve("release"), "JAVA_VERSION=\"25\"\n");
        Path calls = tools.resolve("calls");
        script("java", "echo \"$@\" >>" + calls, "case $* in *AOTCacheOutput*) exit 1 ;; esac");

        assertThat(launch("run").code()).isZero();
        assertThat(launch("run").code()).isZero();

        assertThat(Files.readAllLines(calls)).hasSize(3);
    }

    @Test
    void modulePathsAreAddedToTheModulesOfTheCommandLine() throws Exception {
        Path one = Files.createFile(tools.resolve("one.jar"));
        Path two = Files.createDirectory(tools.resolve("two jars"));
        Cli cli = launch("--module-path", one.toString(), "--module-path=" + two, "run");
        Path target = checkout.resolve("wasmi-cli/target/launcher");
        assertThat(cli.out().lines())
                .containsExactly(
                        "-XX:+UseSerialGC",
                        "-p",
                        target + "/wasmi-cli.jar:" + target + "/lib:" + one + ":" + two,
                        "-m",
                        "org.wasmi.cli/org.wasmi.cli.Main",
                        "run");
        Cli missing = launch("--module-path", one + ":/nowhere/x.jar");
        assertThat(missing.code()).isEqualTo(66);
        assertThat(missing.err()).isEqualTo("wasmi: --module-path: /nowhere/x.jar: no such file\n");
        assertThat(launch("--module-path").code()).isEqualTo(2);
    }

    /** Or the JVM would open files of its own under their numbers. */
    @Test
    void closedStandardDescriptorsAreOpenedSoThatTheyFail() throws Exception {
        launch();
        Path found = tools.resolve("found");
        script(
                "java",
                "for fd in 0 1 2; do (eval \"true 3>&$fd\") || echo \"$fd is closed\" >>" + found + "; done",
                "cat >/dev/null 2>&1 || echo 0 fails >>" + found,
                "echo text 2>/dev/null || echo 1 fails >>" + found,
                "echo text >&2 || echo 2 fails >>" + found);
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "JAVA_HOME=" + tools + " exec \"$0\" <&- >&- 2>&-",
                        checkout.resolve("wasmi").toString())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(found).content().isEqualTo("0 fails\n1 fails\n");
    }
}
