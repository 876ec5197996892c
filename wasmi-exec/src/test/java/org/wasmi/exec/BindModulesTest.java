package org.wasmi.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.Op;

/** Interfaces and objects of another module, in a JVM with modules all the way. */
class BindModulesTest {
    private static final String SOURCE = """
            package user;
            import java.lang.invoke.MethodHandles;
            import java.util.List;
            import java.util.function.IntBinaryOperator;
            import org.wasmi.encoding.program.*;
            import org.wasmi.encoding.type.*;
            import org.wasmi.exec.*;

            public class User {
                ACCESS interface Adder {
                    int add(int a, int b);
                    default int twice(int a) { return add(a, a); }
                }
                ACCESS record Sum(int value) {}
                ACCESS interface Summer { Sum add(int a, int b); }
                ACCESS static class Host { public int add(int a, int b) { return a + b; } }

                public static void main(String[] args) {
                    boolean lookup = args[0].equals("lookup");
                    MethodHandles.Lookup mine = MethodHandles.lookup();
                    Store store = Engine.create().newStore();
                    FuncType type = new FuncType(List.of(NumType.I32, NumType.I32), List.of(NumType.I32));
                    Adder sum = (a, b) -> a + b;
                    try {
                        Linker linker = new Linker();
                        if (lookup) {
                            linker.function("m", "add", HostFunction.of(Adder.class, sum, mine));
                            linker.define("n", new Host(), mine);
                        } else {
                            linker.function("m", "add", HostFunction.of(Adder.class, sum));
                            linker.define("n", new Host());
                        }
                        Instance instance = linker.instantiate(store, Program.builder()
                                .type(type)
                                .imports(new Import("m", "add", type))
                                .imports(new Import("n", "add", type))
                                .export(new Export("add", ExternKind.FUNC, 0))
                                .export(new Export("method", ExternKind.FUNC, 1))
                                .build());
                        Adder adder = lookup ? instance.bind(Adder.class, mine) : instance.bind(Adder.class);
                        WasmFunction add = instance.function("add");
                        Summer summer = lookup ? add.as(Summer.class, mine) : add.as(Summer.class);
                        IntBinaryOperator known = instance.function("method").as(IntBinaryOperator.class);
                        System.out.print(adder.twice(10) + summer.add(10, 10).value() + known.applyAsInt(1, 1));
                    } catch (IllegalArgumentException refused) {
                        System.out.println(refused.getMessage());
                        try {
                            new Linker().define("n", new Host());
                        } catch (IllegalArgumentException also) {
                            System.out.print(also.getMessage());
                        }
                    }
                }
            }
            """;

    private static final String REFUSED = "user.User$Adder (or a record that it returns) is not accessible to "
            + "org.wasmi.exec: make it public in a package that its module exports or opens to org.wasmi.exec, "
            + "or pass MethodHandles.lookup()";

    private final Path folder;

    BindModulesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static String locationOf(Class<?> type) {
        URI location = URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString());
        return Path.of(location).toString();
    }

    private String run(String tool, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("out.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }

    @ParameterizedTest
    @CsvSource({
        // access, directive, lookup or not, native image or not, whether that works
        "public, exports user;, no, no, true",
        "public, exports user to org.wasmi.exec;, no, no, true",
        "public, opens user to org.wasmi.exec;, no, no, true",
        "private, opens user;, no, no, true",
        "private, exports user;, no, no, false",
        "private, exports user;, lookup, no, true",
        "public, , no, no, false",
        "private, , lookup, no, true",
        "public, exports user;, no, runtime, true",
        "private, , lookup, runtime, true",
        "private, , no, runtime, false",
    })
    void whoMaySeeTheInterface(String access, @Nullable String directive, String lookup, String image, boolean works)
            throws Exception {
        Path source = Files.writeString(folder.resolve("User.java"), SOURCE.replace("ACCESS", access));
        Path descriptor = Files.writeString(
                folder.resolve("module-info.java"),
                "module user { requires org.wasmi.exec; " + (directive == null ? "" : directive) + " }");
        String classes = folder.resolve("classes").toString();
        String path = locationOf(Linker.class) + File.pathSeparator + locationOf(Op.class);
        String said = run("javac", "-proc:none", "-p", path, "-d", classes, source.toString(), descriptor.toString());
        assertThat(said).doesNotContain("error:");

        assertThat(run(
                        "java",
                        "-Dorg.graalvm.nativeimage.imagecode=" + image,
                        "-p",
                        path + File.pathSeparator + classes,
                        "-m",
                        "user/user.User",
                        lookup))
                .isEqualTo(
                        works
                                ? "42"
                                : REFUSED + System.lineSeparator() + "cannot define the functions of user.User$Host:\n"
                                        + REFUSED.replace("Adder", "Host"));
    }
}
