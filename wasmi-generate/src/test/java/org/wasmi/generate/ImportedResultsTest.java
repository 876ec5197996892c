package org.wasmi.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;

/** Values in memory that imported functions return: the host allocates them in the guest that calls. */
class ImportedResultsTest {
    private static final String IMPORTS = """
            import java.util.*;
            import org.wasmi.exec.*;
            import org.wasmi.translate.Translator;
            """;

    /** The types of functions that are imported, and exported once more by functions that only call them. */
    private static final String[][] FUNCTIONS = {
        {"flat", "i32 i32", "i32 i32"},
        {"packed", "i32 i32", "i64"},
        {"area", "i32 i32 i32", ""},
        {"pointer", "i32 i32", "i32"},
        {"terminated", "i32", "i32"},
        {"bytes", "i32 i32", "i32 i32"},
        {"shorts", "i32 i32", "i64"},
        {"longs", "i32 i32 i32", ""},
        {"doubles", "i32 i32", "i32"},
        {"words", "i32 i32", "i32 i32"},
        {"lists", "i32 i32", "i64"},
        {"points", "i32 i32 i32", ""},
        {"swap", "i32 f64", "i32 f64"},
        {"moved", "i32 i32 f64", ""},
        {"movedAt", "i32", "i32"},
        {"tag", "i32 i32 i32 i32", "i32"},
        {"label", "i32 i32 i32", ""},
        {"wrapped", "i32 i32", "i32 i32"},
        {"not", "i32", "i32"},
        {"half", "i32", "i32"},
    };

    private static final List<String> SIGNATURES = List.of(
            "String flat(String text)",
            "String packed(String text)",
            "String area(String text)",
            "String pointer(String text)",
            "CString terminated(CString text)",
            "byte[] bytes(byte[] array)",
            "short[] shorts(short[] array)",
            "long[] longs(long[] array)",
            "double[] doubles(double[] array)",
            "List<String> words(String text)",
            "List<List<CString>> lists(List<List<CString>> list)",
            "List<Point> points(List<Point> points)",
            "Point swap(Point point)",
            "Point moved(Point point)",
            "Point movedAt(Point point)",
            "Tagged tag(String tag, List<Point> points)",
            "Tagged label(String tag)",
            "Wrapped wrapped(String text)",
            "boolean not(boolean value)",
            "short half(short value)");

    private static final List<String> RECORDS = List.of(
            "record Point(int x, double y)",
            "record Tagged(String tag, Point first, List<Point> others, byte[] bytes, boolean flag)",
            "record Wrapped(String text)");

    /** Allocates, and counts the blocks that are not freed. */
    private static final String ALLOCATION = """
            (memory (export "memory") 4)
            (global $next (mut i32) (i32.const 1024))
            (global $live (mut i32) (i32.const 0))
            (func $allocate (export "malloc") (param $size i32) (result i32) (local $at i32)
              (global.set $live (i32.add (global.get $live) (i32.const 1)))
              (if (i32.gt_u (i32.add (global.get $next) (local.get $size)) (i32.const 0x30000))
                (then (global.set $next (i32.const 1024)) (drop (memory.grow (i32.const 1)))))
              (local.set $at (global.get $next))
              (global.set $next
                (i32.and (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 7)) (i32.const -8)))
              (local.get $at))
            (func (export "free") (param i32)
              (global.set $live (i32.sub (global.get $live) (i32.const 1))))
            (func (export "aligned") (param $size i32) (param $alignment i32) (result i32)
              (if (i32.eqz (local.get $alignment)) (then (unreachable)))
              (call $allocate (local.get $size)))
            (func (export "free_sized") (param $at i32) (param $size i32) (param $alignment i32)
              (if (i32.eqz (local.get $alignment)) (then (unreachable)))
              (global.set $live (i32.sub (global.get $live) (i32.const 1))))
            (func (export "realloc") (param i32 i32 i32 i32) (result i32)
              (if (i32.or (local.get 0) (local.get 1)) (then (unreachable)))
              (if (i32.eqz (local.get 2)) (then (unreachable)))
              (call $allocate (local.get 3)))
            (func (export "live") (result i32) (global.get $live))
            """;

    private static String module() {
        StringBuilder imports = new StringBuilder("(module $echo ");
        StringBuilder exports = new StringBuilder(ALLOCATION);
        for (String[] each : FUNCTIONS) {
            String type = "(param " + each[1] + ") (result " + each[2] + ")";
            imports.append("(import \"env\" \"" + each[0] + "\" (func $" + each[0] + " " + type + "))\n");
            exports.append("(func (export \"" + each[0] + "\") " + type + " (call $" + each[0]);
            for (int i = 0; i < each[1].split(" ").length; i++) {
                exports.append(" (local.get " + i + ")");
            }
            exports.append("))\n");
        }
        return imports.append(exports).append(")").toString();
    }

    private static List<String> signatures() {
        List<String> lines = new ArrayList<>(RECORDS);
        for (String each : SIGNATURES) {
            lines.add(each);
            lines.add("import env " + each);
        }
        return lines;
    }

    private static GeneratorOptions options() {
        return GeneratorOptions.of("echo", "echo.wasm").withSignatures(signatures());
    }

    private static final JavaSource PROGRAM = new JavaSource("echo/Program.java", """
            package echo;
            IMPORTS
            public class Program {
                static class Host implements EchoImports.Env {
                    public String flat(String text) { return text + 1; }
                    public String packed(String text) { return text + 2; }
                    public String area(String text) { return text + 3; }
                    public String pointer(String text) { return text + 4; }
                    public String terminated(String text) { return text + 5; }
                    public byte[] bytes(byte[] array) { return Arrays.copyOf(array, array.length + 1); }
                    public short[] shorts(short[] array) { return Arrays.copyOf(array, array.length + 1); }
                    public long[] longs(long[] array) { return Arrays.copyOf(array, array.length + 1); }
                    public double[] doubles(double[] array) { return Arrays.copyOf(array, array.length + 1); }
                    public List<String> words(String text) { return List.of(text.split(" ")); }
                    public List<List<String>> lists(List<List<String>> list) { return List.of(List.of(), list.get(0)); }
                    public List<Echo.Point> points(List<Echo.Point> points) {
                        List<Echo.Point> reversed = new ArrayList<>(points);
                        Collections.reverse(reversed);
                        return reversed;
                    }
                    public Echo.Point swap(Echo.Point point) { return new Echo.Point((int) point.y(), point.x()); }
                    public Echo.Point moved(Echo.Point point) { return new Echo.Point(point.x() + 1, point.y()); }
                    public Echo.Point movedAt(Echo.Point point) { return new Echo.Point(point.x() + 2, point.y()); }
                    public Echo.Tagged tag(String tag, List<Echo.Point> points) {
                        return new Echo.Tagged(tag, points.get(0), points, new byte[] {-1}, true);
                    }
                    public Echo.Tagged label(String tag) {
                        return new Echo.Tagged(tag, new Echo.Point(0, 0), List.of(), new byte[0], false);
                    }
                    public Echo.Wrapped wrapped(String text) { return new Echo.Wrapped(text); }
                    public boolean not(boolean value) { return !value; }
                    public short half(short value) { return (short) (value / 2); }
                }

                static String tagged(Echo.Tagged value) {
                    return value.tag() + value.first() + value.others() + Arrays.toString(value.bytes()) + value.flag();
                }

                public static String run(byte[] module) {
                    try (Store store = Engine.create().newStore()) {
                        Linker linker = EchoImports.define(new Linker(), new Host());
                        Echo echo = new EchoInstance(linker.instantiate(store, Translator.translate(module)));
                        List<Object> all = new ArrayList<>();
                        for (String text : List.of("", "a b", "\\u00e4\\u20ac\\ud83d\\ude00")) {
                            all.add(echo.flat(text) + echo.packed(text) + echo.area(text) + echo.pointer(text));
                            all.add(echo.terminated(text) + echo.words(text));
                        }
                        all.add(Arrays.toString(echo.bytes(new byte[] {-3})));
                        all.add(Arrays.toString(echo.shorts(new short[] {-3})));
                        all.add(Arrays.toString(echo.longs(new long[] {Long.MIN_VALUE})));
                        all.add(Arrays.toString(echo.doubles(new double[] {-0.5})));
                        all.add(echo.not(true) + " " + echo.not(false) + " " + echo.half((short) -8));
                        all.add("live " + echo.live());
                        all.add(echo.lists(List.of(List.of("x", "\\u20ac"))));
                        Echo.Point point = new Echo.Point(3, 4);
                        all.add(echo.points(List.of(point, new Echo.Point(-1, 0.5))));
                        all.add(echo.swap(point) + " " + echo.moved(point) + " " + echo.movedAt(point));
                        all.add(tagged(echo.tag("t", List.of(point))) + tagged(echo.label("")));
                        all.add(echo.wrapped("w"));
                        String long_ = "abcdefgh".repeat(1000);
                        for (int i = 0; i < 100; i++) {
                            if (!echo.packed(long_).equals(long_ + 2)) {
                                all.add("different");
                            }
                        }
                        StringBuilder lines = new StringBuilder();
                        all.forEach(each -> lines.append(each).append('\\n'));
                        return lines.toString();
                    }
                }
            }
            """.replace("IMPORTS", IMPORTS));

    private static String said(String live) {
        return """
                1234
                5[]
                a b1a b2a b3a b4
                a b5[a, b]
                E1E2E3E4
                E5[E]
                [-3, 0]
                [-3, 0]
                [-9223372036854775808, 0]
                [-0.5, 0.0]
                false true -4
                live #
                [[], [x, \u20ac]]
                [Point[x=-1, y=0.5], Point[x=3, y=4.0]]
                Point[x=4, y=3.0] Point[x=4, y=4.0] Point[x=5, y=4.0]
                tPoint[x=3, y=4.0][Point[x=3, y=4.0]][-1]truePoint[x=0, y=0.0][][]false
                Wrapped[text=w]
                """.replace("E", "\u00e4\u20ac\ud83d\ude00").replace("#", live);
    }

    private static Compiled compile(Path folder, String module, GeneratorOptions options, JavaSource program)
            throws Exception {
        return Compiled.of(folder, Generator.generate(Translator.translate(Wat.parse(module)), options), program);
    }

    /**
     * What exports have read is freed, but for the four strings in lists, and for three that are said to be kept. With
     * {@code realloc} nothing is: the guest has got 56 blocks.
     */
    @ParameterizedTest
    @CsvSource({"malloc,free,4", "aligned,free_sized,7", "realloc,,56"})
    void eachFormOfResultComesBack(String allocate, String free, String live, @TempDir Path folder) throws Exception {
        GeneratorOptions options = options().withAllocation(allocate, Optional.ofNullable(free));
        if ("free_sized".equals(free)) {
            options = options.withSignatures(options.signatures().stream()
                    .map(line -> line.startsWith("CString ") ? "const " + line : line)
                    .toList());
        }
        String module = module();
        assertThat(compile(folder, module, options, PROGRAM).run("echo.Program", Wat.parse(module)))
                .isEqualTo(said(live));
    }

    private static final String ONE = """
            (module $one
              (import "env" "name" (func $name (result i64)))
              (memory (export "memory") 1)
              (func (export "malloc") (param $size i32) (result i32) BODY)
              (func (export "call") (result i64) (call $name)))
            """;

    private static final JavaSource CALL = new JavaSource("one/Program.java", """
            package one;
            IMPORTS
            public class Program {
                static final String TEXT = "n\\u00e4me";

                public static String run(byte[] module) {
                    try (Store store = Engine.create().newStore()) {
                        Linker linker = OneImports.define(new Linker(), () -> TEXT);
                        Instance instance = linker.instantiate(store, Translator.translate(module));
                        One one = new OneInstance(instance);
                        try {
                            return GuestHeap.length(one.call()) + " " + garbage(one);
                        } catch (RuntimeException e) {
                            return e.getClass().getSimpleName() + " " + e.getMessage();
                        }
                    }
                }

                static String garbage(One one) {
                    com.sun.management.ThreadMXBean threads =
                            (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
                    long least = Long.MAX_VALUE;
                    for (int round = 0; round < 20; round++) {
                        long before = threads.getCurrentThreadAllocatedBytes();
                        for (int i = 0; i < 1000; i++) {
                            one.call();
                        }
                        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                    }
                    return least < 1000 ? "no garbage" : "garbage " + least;
                }
            }
            """.replace("IMPORTS", IMPORTS));

    private static String one(String body, Path folder) throws Exception {
        String module = ONE.replace("BODY", body);
        GeneratorOptions options =
                GeneratorOptions.of("one", "one.wasm").withSignatures(List.of("import env String name()"));
        return (String) compile(folder, module, options, CALL).run("one.Program", Wat.parse(module));
    }

    @Test
    void resultsMakeNoGarbage(@TempDir Path folder) throws Exception {
        assertThat(one("(i32.const 64)", folder)).isEqualTo("5 no garbage");
    }

    @Test
    void guestsThatDoNotAllocateEndTheCall(@TempDir Path folder) throws Exception {
        assertThat(one("(i32.const 0)", folder.resolve("none")))
                .isEqualTo("IllegalStateException the guest cannot allocate 5 bytes");
        assertThat(one("(unreachable)", folder.resolve("trap"))).startsWith("TrapException ");
        assertThat(one("(i32.const 65534)", folder.resolve("wild"))).startsWith("TrapException ");
    }

    /** A guest of another module calls, which has no such export. */
    @Test
    void callersWithoutTheExportAreTold(@TempDir Path folder) throws Exception {
        JavaSource program = new JavaSource("one/Program.java", """
                package one;
                IMPORTS
                public class Program {
                    public static String run(byte[] module) {
                        try (Store store = Engine.create().newStore()) {
                            Linker linker = OneImports.define(new Linker(), () -> "x");
                            Instance other = linker.instantiate(store, Translator.translate(module));
                            try {
                                other.function("call").call();
                                return "";
                            } catch (IllegalArgumentException e) {
                                return e.getMessage();
                            }
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS));
        String module = ONE.replace("BODY", "(i32.const 64)");
        GeneratorOptions options =
                GeneratorOptions.of("one", "one.wasm").withSignatures(List.of("import env String name()"));
        Compiled compiled = compile(folder, module, options, program);
        assertThat(compiled.run("one.Program", Wat.parse(module.replace("malloc", "mallok"))))
                .isEqualTo("no function is exported as 'malloc'; did you mean 'mallok'?");
        assertThat(compiled.run("one.Program", Wat.parse(module.replace("$size i32", "i32 i32 i32"))))
                .isEqualTo(
                        "'malloc' does not allocate: it has the type (i32, i32, i32) -> (i32), not that of malloc, with"
                                + " or without an alignment, or of cabi_realloc");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import env String name() | line 1: 'name' needs memory of the guest, but neither cabi_realloc nor malloc is"
                        + " exported; name an export that allocates",
                "import env const String name() | line 1: the guest owns what an imported function returns to it; 'const' is"
                        + " for exports",
                "import env int name() | line 1: 'name' has the type () -> (i64), whose parameters and results do not fit"
                        + " the signature",
            })
    void mistakesInSignaturesAreTold(String line, String message) {
        String module = ONE.replace("malloc", "no").replace("BODY", "(unreachable)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Generator.generate(
                        Translator.translate(Wat.parse(module)),
                        GeneratorOptions.of("one", "one.wasm").withSignatures(List.of(line))))
                .withMessage(message);
    }

    /** A structure without blocks of its own is written where the guest says, and needs no allocation. */
    @Test
    void structuresOfNumbersNeedNoAllocation(@TempDir Path folder) throws Exception {
        String module = """
                (module $one
                  (import "env" "origin" (func $origin (param i32)))
                  (memory (export "memory") 1)
                  (func (export "call") (result f64) (call $origin (i32.const 16)) (f64.load (i32.const 24))))
                """;
        GeneratorOptions options = GeneratorOptions.of("one", "one.wasm")
                .withSignatures(List.of("record Point(int x, double y)", "import env Point origin()"));
        JavaSource program = new JavaSource("one/Program.java", """
                package one;
                IMPORTS
                public class Program {
                    public static String run(byte[] module) {
                        try (Store store = Engine.create().newStore()) {
                            Linker linker = OneImports.define(new Linker(), () -> new One.Point(1, 2.5));
                            return "" + new OneInstance(linker.instantiate(store, Translator.translate(module))).call();
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS));
        assertThat(compile(folder, module, options, program).run("one.Program", Wat.parse(module)))
                .isEqualTo("2.5");
    }
}
