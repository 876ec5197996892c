package org.wasmi.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;

/** Sources that are generated, compiled and run. */
class GeneratorTest {
    private static final String IMPORTS = """
            import java.util.*;
            import org.wasmi.exec.*;
            import org.wasmi.translate.Translator;
            """;

    /** What allocates, counting the blocks that are not freed, and functions that copy what they are passed. */
    private static final String STRINGS = """
            (module $strings
              (import "env" "log" (func $log (param i32 i32)))
              (memory (export "memory") 2)
              (global $next (mut i32) (i32.const 1024))
              (global $live (mut i32) (i32.const 0))
              (func $allocate (export "malloc") (param $size i32) (result i32) (local $at i32)
                (global.set $live (i32.add (global.get $live) (i32.const 1)))
                (if (i32.eqz (global.get $live)) (then (unreachable)))
                (local.set $at (global.get $next))
                (global.set $next (i32.and (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 15))
                  (i32.const 0x1fff0)))
                (if (i32.lt_u (global.get $next) (i32.const 1024)) (then (global.set $next (i32.const 1024))))
                (local.get $at))
              (func (export "free") (param i32)
                (global.set $live (i32.sub (global.get $live) (i32.const 1))))
              (func (export "aligned") (param $size i32) (param $alignment i32) (result i32)
                (if (i32.eqz (local.get $alignment)) (then (unreachable)))
                (call $allocate (local.get $size)))
              (func (export "free_sized") (param $at i32) (param $size i32) (param $alignment i32)
                (if (i32.eqz (local.get $alignment)) (then (unreachable)))
                (global.set $live (i32.sub (global.get $live) (i32.const 1))))
              (func (export "cabi_realloc2") (param i32 i32 i32 i32) (result i32)
                (if (i32.ne (local.get 2) (i32.const 1)) (then (unreachable)))
                (call $allocate (local.get 3)))
              (func (export "live") (result i32) (global.get $live))
              (func (export "length") (param $at i32) (param $size i32) (result i32) (local.get $size))
              (func $copy (param $at i32) (param $size i32) (result i32) (local $to i32)
                (local.set $to (call $allocate (local.get $size)))
                (memory.copy (local.get $to) (local.get $at) (local.get $size))
                (local.get $to))
              (func (export "packed") (param $at i32) (param $size i32) (result i64)
                (i64.or
                  (i64.shl (i64.extend_i32_u (call $copy (local.get $at) (local.get $size))) (i64.const 32))
                  (i64.extend_i32_u (local.get $size))))
              (func (export "flat") (param $at i32) (param $size i32) (result i32 i32)
                (call $copy (local.get $at) (local.get $size))
                (local.get $size))
              (func (export "area") (param $result i32) (param $at i32) (param $size i32)
                (i32.store (local.get $result) (call $copy (local.get $at) (local.get $size)))
                (i32.store offset=4 (local.get $result) (local.get $size)))
              (func $pointer (export "pointer") (param $at i32) (param $size i32) (result i32) (local $pair i32)
                (local.set $pair (call $allocate (i32.const 8)))
                (i32.store (local.get $pair) (call $copy (local.get $at) (local.get $size)))
                (i32.store offset=4 (local.get $pair) (local.get $size))
                (local.get $pair))
              (func (export "posted") (param $at i32) (param $size i32) (result i32)
                (call $pointer (local.get $at) (local.get $size)))
              (func (export "cabi_post_posted") (param $pair i32)
                (global.set $live (i32.sub (global.get $live) (i32.const 2))))
              (func $strlen (export "strlen") (param $at i32) (result i32) (local $end i32)
                (local.set $end (local.get $at))
                (loop $again
                  (if (i32.load8_u (local.get $end))
                    (then (local.set $end (i32.add (local.get $end) (i32.const 1))) (br $again))))
                (i32.sub (local.get $end) (local.get $at)))
              (func (export "strdup") (param $at i32) (result i32)
                (call $copy (local.get $at) (i32.add (call $strlen (local.get $at)) (i32.const 1))))
              (data (i32.const 16) "1.0\\00")
              (func (export "version") (result i32) (i32.const 16))
              (func (export "shout") (param $at i32) (param $size i32)
                (call $log (local.get $at) (local.get $size)))
              (func (export "fail") (param $at i32) (param $size i32) (unreachable))
              (func (export "wild") (result i64) (i64.const -1)))
            """;

    private static final List<String> STRING_SIGNATURES = List.of(
            "# what functions mean",
            "",
            "int length(String text)",
            "String packed(String text)",
            "String flat(String text);",
            "String area(String text)",
            "String pointer(String text)",
            "String posted(String text)",
            "int strlen(CString text)",
            "CString strdup(CString text)",
            "const CString version()",
            "void shout(String text)",
            "void fail(byte[] bytes)",
            "String wild()",
            "import env void log(String message)");

    private static final JavaSource STRING_PROGRAM =
            new JavaSource("strings/Program.java", """
            package strings;
            IMPORTS
            public class Program {
                public static String run(byte[] module) {
                    StringBuilder out = new StringBuilder();
                    try (Store store = Engine.create().newStore()) {
                        Linker linker = StringsImports.define(new Linker(), message -> out.append(message).append('\\n'));
                        Strings strings = new StringsInstance(linker.instantiate(store, Translator.translate(module)));
                        for (String text : List.of("", "abc", "z\\u00e4\\u20ac\\ud83d\\ude00\\ud800!")) {
                            out.append(strings.length(text)).append(' ').append(strings.strlen(text));
                            out.append(' ').append(strings.packed(text)).append(' ').append(strings.flat(text));
                            out.append(' ').append(strings.area(text)).append(' ').append(strings.pointer(text));
                            out.append(' ').append(strings.posted(text)).append(' ').append(strings.strdup(text));
                            out.append(' ').append(strings.version()).append(' ').append(strings.live()).append('\\n');
                            strings.shout(text);
                        }
                        try {
                            strings.fail(new byte[3]);
                        } catch (org.wasmi.encoding.error.TrapException trap) {
                            out.append(trap.trap()).append(' ').append(strings.live()).append('\\n');
                        }
                        try {
                            out.append(strings.wild());
                        } catch (org.wasmi.encoding.error.TrapException trap) {
                            out.append(trap.trap());
                        }
                    }
                    return out.toString();
                }
            }
            """.replace("IMPORTS", IMPORTS));

    private static final String STRINGS_SAID = """
            0 0       1.0 0

            3 3 abc abc abc abc abc abc 1.0 0
            abc
            12 12 TTTTTT 1.0 0
            T
            UNREACHABLE 1
            MEMORY_OUT_OF_BOUNDS""".replace("TTTTTT", "T T T T T T")
            .replace("T\n", "z\u00e4\u20ac\ud83d\ude00?!\n")
            .replace("T ", "z\u00e4\u20ac\ud83d\ude00?! ");

    private static GeneratorOptions options(String name) {
        return GeneratorOptions.of(name, name + ".wasm");
    }

    private static List<JavaSource> generate(String text, GeneratorOptions options) {
        return Generator.generate(Translator.translate(Wat.parse(text)), options);
    }

    private static String run(Path folder, String text, GeneratorOptions options, JavaSource program) throws Exception {
        return (String) Compiled.of(folder, generate(text, options), program)
                .run(options.packageName() + ".Program", Wat.parse(text));
    }

    @ParameterizedTest
    @CsvSource({",", "malloc,free", "aligned,free_sized"})
    void stringsPassInOneCallAndNoBlockStays(String allocate, String free, @TempDir Path folder) throws Exception {
        List<String> signatures = allocate != null && allocate.equals("aligned")
                ? STRING_SIGNATURES.stream()
                        .map(line -> line.startsWith("CString") ? "int strdup(int text)" : line)
                        .toList()
                : STRING_SIGNATURES;
        GeneratorOptions options = options("strings").withSignatures(signatures);
        JavaSource program = STRING_PROGRAM;
        if (allocate != null) {
            options = options.withAllocation(allocate, Optional.of(free));
        }
        if (!signatures.equals(STRING_SIGNATURES)) {
            program = new JavaSource(
                    program.path(), program.text().replace("strings.strdup(text)", "strings.packed(text)"));
        }
        assertThat(run(folder, STRINGS, options, program)).isEqualTo(STRINGS_SAID);
    }

    @Test
    void blocksThatBelongToTheGuestAreNotFreed(@TempDir Path folder) throws Exception {
        GeneratorOptions options = options("strings")
                .withSignatures(List.of("String packed(String text)", "String posted(String text)"))
                .withAllocation("cabi_realloc2", Optional.empty());
        JavaSource program = new JavaSource("strings/Program.java", """
                package strings;
                IMPORTS
                public class Program {
                    public static String run(byte[] module) {
                        try (Store store = Engine.create().newStore()) {
                            Linker linker = StringsImports.define(new Linker(), (at, size) -> {});
                            Strings strings = new StringsInstance(linker.instantiate(store, Translator.translate(module)));
                            return strings.packed("a") + strings.live() + strings.posted("b") + strings.live();
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS));
        // Two blocks of "packed"; then that of the argument, since cabi_post_posted frees the others.
        assertThat(run(folder, STRINGS, options, program)).isEqualTo("a2b3");
    }

    @Test
    void argumentsMakeNoGarbage(@TempDir Path folder) throws Exception {
        GeneratorOptions options = options("strings")
                .withSignatures(List.of("int length(String text)", "import env void log(String message)"));
        JavaSource program = new JavaSource("strings/Program.java", """
                package strings;
                IMPORTS
                import java.lang.management.ManagementFactory;

                public class Program {
                    public static String run(byte[] module) {
                        com.sun.management.ThreadMXBean threads =
                                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
                        try (Store store = Engine.create().newStore()) {
                            Linker linker = StringsImports.define(new Linker(), message -> {});
                            Strings strings = new StringsInstance(linker.instantiate(store, Translator.translate(module)));
                            long least = Long.MAX_VALUE;
                            int sum = 0;
                            for (int round = 0; round < 20; round++) {
                                long before = threads.getCurrentThreadAllocatedBytes();
                                for (int i = 0; i < 1000; i++) {
                                    sum += strings.length("text \\u20ac");
                                }
                                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                            }
                            return sum + (least < 1000 ? " none" : " " + least);
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS));
        JavaSource open = new JavaSource(program.path(), program.text());
        assertThat(run(folder, STRINGS, options, open)).isEqualTo("160000 none");
    }

    private static final String POINTS = """
            (module
              (memory (export "m") 1)
              (global $next (mut i32) (i32.const 64))
              (func $allocate (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
                (local.set $at (i32.and (i32.add (global.get $next) (i32.sub (local.get 2) (i32.const 1)))
                  (i32.sub (i32.const 0) (local.get 2))))
                (global.set $next (i32.add (local.get $at) (local.get 3)))
                (local.get $at))
              (func (export "norm") (param $x i32) (param $y f64) (result f64)
                (f64.add (f64.convert_i32_s (local.get $x)) (local.get $y)))
              (func (export "norm-at") (param $at i32) (result f64)
                (f64.add (f64.convert_i32_s (i32.load (local.get $at))) (f64.load offset=8 (local.get $at))))
              (func (export "make") (param $area i32) (param $x i32) (param $y f64)
                (i32.store (local.get $area) (local.get $x))
                (f64.store offset=8 (local.get $area) (local.get $y)))
              (func (export "swap") (param $x i32) (param $y f64) (result i32 f64)
                (i32.trunc_f64_s (local.get $y))
                (f64.convert_i32_s (local.get $x)))
              (func (export "same") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "same2") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "same3") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "same4") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "same5") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "same6") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "same7") (param $at i32) (param $count i32) (result i32 i32)
                (local.get $at) (local.get $count))
              (func (export "both") (param $a i32) (param $b i32) (result i32)
                (i32.and (local.get $a) (local.get $b)))
              (func (export "negate") (param $a i32) (result i32) (i32.sub (i32.const 0) (local.get $a)))
              (func (export "echo") (param $at i32) (result i32) (local.get $at))
              (func (export "many") (result i32 i32) (i32.const 8) (i32.const -1)))
            """;

    @Test
    void recordsListsAndArraysPass(@TempDir Path folder) throws Exception {
        GeneratorOptions options = options("points")
                .withSignatures(List.of(
                        "record Point(int x, double y)",
                        "record Named(String name, boolean flag, Point at, List<Point> path, short s, byte b, float f)",
                        "double norm(Point point)",
                        "double \"norm-at\"(Point point)",
                        "Point make(int x, double y)",
                        "Point swap(Point p)",
                        "List<Named> same(List<Named> list)",
                        "List<List<String>> same2(List<List<String>> list)",
                        "int[] same3(int[] array)",
                        "List<Long> same4(List<Long> list)",
                        "short[] same5(short[] array)",
                        "List<CString> same6(List<CString> list)",
                        "double[] same7(double[] array)",
                        "boolean both(boolean a, boolean b)",
                        "byte negate(byte a)",
                        "Named echo(Named named)",
                        "List<Point> many()"));
        JavaSource program = new JavaSource("points/Program.java", """
                package points;
                IMPORTS
                public class Program {
                    public static String run(byte[] module) {
                        try (Store store = Engine.create().newStore()) {
                            Points points = new PointsInstance(new Linker().instantiate(store, Translator.translate(module)));
                            StringBuilder out = new StringBuilder();
                            Points.Point p = new Points.Point(3, 0.5);
                            out.append(points.norm(p)).append(' ').append(points.normAt(p)).append('\\n');
                            out.append(points.make(7, 2.5)).append(' ').append(points.swap(p)).append('\\n');
                            Points.Named named = new Points.Named(
                                    "n\\u00e4me", true, p, List.of(p, points.make(-1, -2)), (short) -3, (byte) -4, 1.5f);
                            List<Points.Named> all = List.of(named, new Points.Named(
                                    "", false, p, List.of(), (short) 0, (byte) 0, 0));
                            out.append(points.same(all).equals(all)).append(' ');
                            out.append(points.echo(named).equals(named)).append(' ').append(points.same(all).get(0));
                            out.append('\\n').append(points.same2(List.of(List.of("a", "b"), List.of(), List.of("c"))));
                            out.append(Arrays.toString(points.same3(new int[] {1, -2, 3}))).append(points.same4(List.of(1L << 40)));
                            out.append(Arrays.toString(points.same5(new short[] {-1}))).append(points.same6(List.of("x", "")));
                            out.append(Arrays.toString(points.same7(new double[] {0.25}))).append('\\n');
                            out.append(points.both(true, true)).append(points.both(true, false)).append(points.negate((byte) 5));
                            try {
                                points.many();
                            } catch (org.wasmi.encoding.error.TrapException trap) {
                                out.append(trap.trap());
                            }
                            return out.toString();
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS));
        assertThat(run(folder, POINTS, options, program)).isEqualTo("""
                3.5 3.5
                Point[x=7, y=2.5] Point[x=0, y=3.0]
                true true Named[name=n\u00e4me, flag=true, at=Point[x=3, y=0.5], path=[Point[x=3, y=0.5], \
                Point[x=-1, y=-2.0]], s=-3, b=-4, f=1.5]
                [[a, b], [], [c]][1, -2, 3][1099511627776][-1][x, ][0.25]
                truefalse-5MEMORY_OUT_OF_BOUNDS""");
    }

    @Test
    void anyNameBecomesAnIdentifierOfItsOwn(@TempDir Path folder) throws Exception {
        List<String> names = List.of(
                "get-name",
                "getName",
                "get_name",
                "class",
                "toString",
                "wait",
                "hashCode",
                "1st",
                "",
                "_",
                "-",
                "a\"b\\u0041*/ @see <b>&{@link x}\n\t",
                "\u52a0",
                "\ud83d\ude00",
                "raw",
                "heap",
                "memory",
                "mark",
                "returned",
                "f0",
                "var",
                "record",
                "URLof",
                "Equals",
                "a1",
                "a",
                "a2",
                "x".repeat(300),
                "loadString",
                "storeString",
                "GetClass",
                "$",
                "instance");
        StringBuilder module = new StringBuilder("(module\n");
        StringBuilder results = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            String quoted = quote(names.get(i));
            module.append("(import ").append(quoted).append(" ").append(quoted).append(" (func (result i32)))\n");
            module.append("(export ").append(quoted).append(" (func ").append(i).append("))\n");
        }
        module.append(")");
        List<JavaSource> sources = generate(module.toString(), options("odd"));
        Compiled compiled =
                Compiled.of(folder, sources, new JavaSource("odd/Program.java", """
                package odd;
                IMPORTS
                import java.lang.reflect.Method;

                public class Program {
                    public static String run(byte[] module) throws ReflectiveOperationException {
                        try (Store store = Engine.create().newStore()) {
                            Linker linker = new Linker();
                            int[] count = {0};
                            for (var each : Translator.translate(module).imports()) {
                                int number = count[0]++;
                                linker.function(each.module(), each.name(), HostFunction.of(() -> number));
                            }
                            Odd odd = new OddInstance(linker.instantiate(store, Translator.translate(module)));
                            TreeSet<Integer> seen = new TreeSet<>();
                            for (Method each : Odd.class.getMethods()) {
                                seen.add((Integer) each.invoke(odd));
                            }
                            return odd.getName() + " " + odd.getName2() + " " + odd.class_() + " " + seen.size() + " "
                                    + OddImports.class.getDeclaredMethods().length;
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS)));
        assertThat(compiled.run("odd.Program", Wat.parse(module.toString())))
                .isEqualTo("0 1 3 " + names.size() + " " + names.size());
        assertThat(results).isEmpty();
        assertThat(generate(module.toString(), options("odd"))).isEqualTo(sources);
    }

    private static String quote(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte each : name.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            quoted.append(String.format("\\%02x", each));
        }
        return quoted.append('"').toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Memory",
                "Instance",
                "Linker",
                "ImportName",
                "HostCall",
                "GuestHeap",
                "Raw",
                "MethodHandles",
                "Greeter"
            })
    void namesOfTypesThatSourcesUseDoNotClash(String name, @TempDir Path folder) throws Exception {
        String text = """
                (module
                  (import "NAME" "pair" (func (param i32 i32) (result i32 i32)))
                  (import "NAMEHost" "one" (func (result i32)))
                  (memory (export "memory") 1)
                  (func (export "malloc") (param i32) (result i32) (i32.const 64))
                  (func (export "NAME") (param i32 i32) (result i32 i32) (local.get 0) (local.get 1))
                  (export "pair" (func 0)))
                """.replace("NAME", name);
        GeneratorOptions options = options("clash")
                .withClassName(name)
                .withSignatures(List.of("import " + name + " int pair(String x)", "String " + name + "(String x)"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(text, options))
                .withMessageContaining("whose parameters and results do not fit the signature");
        Compiled.of(
                folder,
                generate(
                        text,
                        options.withSignatures(List.of(
                                "import " + name + " String pair(String x)", "String " + name + "(String x)"))));
        if (!Set.of("Raw", "GuestHeap").contains(name)) {
            Compiled.of(
                    folder,
                    generate(
                            text,
                            options.withClassName("Other")
                                    .withSignatures(List.of(
                                            "record " + name + "(int x, String y)", "String " + name + "(String x)"))));
        }
    }

    @Test
    void severalResultsAreRecordsAndNamesAreDocumentation(@TempDir Path folder) throws Exception {
        String text = """
                (module $calculator
                  (func $div_impl (export "divide") (param $dividend i32) (param $divisor i32) (result i32 i32)
                    (i32.div_s (local.get 0) (local.get 1)) (i32.rem_s (local.get 0) (local.get 1)))
                  (func (export "all") (param i32 i64 f32 f64 funcref externref v128)
                    (result v128 externref funcref f64 f32 i64 i32)
                    (local.get 6) (local.get 5) (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0)))
                """;
        List<JavaSource> sources = generate(text, options("calculator"));
        assertThat(sources.get(0).text())
                .contains("The functions that the module calculator exports.")
                .contains("Calls divide (div_impl), of type {@code (i32, i32) -> (i32, i32)}.")
                .contains("DivideResult divide(int dividend, int divisor);");
        assertThat(sources)
                .extracting(JavaSource::path)
                .containsExactly("calculator/Calculator.java", "calculator/CalculatorInstance.java");
        assertThat(run(folder, text, options("calculator"), new JavaSource("calculator/Program.java", """
                package calculator;
                IMPORTS
                public class Program {
                    public static String run(byte[] module) {
                        try (Store store = Engine.create().newStore()) {
                            Calculator guest = new CalculatorInstance(new Linker().instantiate(store, Translator.translate(module)));
                            return guest.divide(17, 5) + " " + guest.all(1, 2, 3, 4, null, "x", new Value.V128(5, 6));
                        }
                    }
                }
                """.replace(
                                "IMPORTS", IMPORTS))))
                .isEqualTo("DivideResult[value0=3, value1=2] AllResult[value0=V128[low=5, high=6], value1=x,"
                        + " value2=null, value3=4.0, value4=3.0, value5=2, value6=1]");
    }

    @Test
    void whatNoMethodCanStandForIsLeftOutAndSaid(@TempDir Path folder) throws Exception {
        String text = "(module (import \"env\" \"any\" (func (param anyref)))"
                + " (func (export \"wide\") (param " + "i64 ".repeat(128) + "))"
                + " (func (export \"widest\") (param " + "i64 ".repeat(127) + "))"
                + " (func (export \"reference\") (param (ref any) exnref) (result (ref null extern)) ref.null extern))";
        List<JavaSource> sources = generate(text, options("left"));
        assertThat(sources.get(0).text())
                .contains("Not here, since no method can have as many parameters or results: wide.")
                .contains("Object reference(Object p0, TaggedException p1);")
                .contains("void widest(long p0,");
        assertThat(sources.get(2).text())
                .contains("Not here, since no method can stand for it: any, of type {@code (anyref) -> ()}.");
        Compiled.of(folder, sources);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int lenth(String x) | line 1: no function 'lenth' is exported; did you mean 'length'?",
                "int length(CString x) | line 1: 'length' has the type (i32, i32) -> (i32), whose parameters and results do not"
                        + " fit the signature",
                "int length(Strin x) | line 1: 'Strin' is no type; did you mean 'String'?",
                "int length(String x | line 1: ')' is missing at the end",
                "int length(String x) y | line 1: 'y' is left over",
                "int length(String class) | line 1: 'class' is no name of a parameter; 'class_' would be",
                "int length(int x, int x) | line 1: 'x' is there twice",
                "record A() | line 1: a record needs a component",
                "record Integer(int x) | line 1: 'Integer' is a type already",
                "record a(int x) | line 1: 'a' is no name of a type; 'A' would be",
                "int length(String[] x) | line 1: there are no arrays of that type; use List<...>",
                "int ? | line 1: '?' is not part of a signature",
                "import env int log(String x) | line 1: 'log' has the type (i32, i32) -> (), whose parameters and results do not"
                        + " fit the signature",
                "import env void log(int x) | line 1: 'log' has the type (i32, i32) -> (), whose parameters and results do not"
                        + " fit the signature",
                "import other void log(int x) | line 1: no function 'log' is imported from 'other'",
            })
    void mistakesInSignaturesAreTold(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(STRINGS, options("strings").withSignatures(List.of(line))))
                .withMessage(message);
    }

    @Test
    void mistakesInOptionsAreTold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("a-b"))
                .withMessage("'a-b' is no name of a package");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("a").withClassName("b"))
                .withMessage("'b' is no name of a type; 'B' would be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options("a").withClassName("String"))
                .withMessage("'String' is the name of a type of java.lang");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(STRINGS, options("a").withAllocation("maloc", Optional.empty())))
                .withMessage("no function is exported as 'maloc'; did you mean 'malloc'?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(STRINGS, options("a").withAllocation("live", Optional.empty())))
                .withMessageStartingWith("'live' does not allocate: it has 0 parameters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(
                        "(module (func (export \"f\") (param i32 i32)))",
                        options("a").withSignatures(List.of("void f(String x)"))))
                .withMessage("line 1: 'f' needs memory of the guest, but neither cabi_realloc nor malloc is exported;"
                        + " name an export that allocates");
        assertThat(options("a").className()).isEqualTo("A");
        assertThat(GeneratorOptions.of("", "string.wasm").className()).isEqualTo("StringModule");
    }

    @Test
    void asManyAndAsLongNamesAsAllowedCompileAndMoreAreRefused(@TempDir Path folder) throws Exception {
        StringBuilder many = new StringBuilder("(module (func)");
        for (int i = 0; i < 4_999; i++) {
            many.append("(export \"name").append(i).append("\" (func 0))");
        }
        String longest = "(export \"" + "\\e5\\8a\\a0".repeat(21_845) + "\" (func 0))";
        String text = many + longest + ")";
        GeneratorOptions options = options("many");
        Object count = Compiled.of(folder, generate(text, options), new JavaSource("many/Program.java", """
                        package many;
                        IMPORTS
                        public class Program {
                            public static String run(byte[] module) {
                                try (Store store = Engine.create().newStore()) {
                                    Many many = new ManyInstance(new Linker().instantiate(store, Translator.translate(module)));
                                    many.name0();
                                    many.name4998();
                                    return "" + Many.class.getMethods().length;
                                }
                            }
                        }
                        """.replace(
                                "IMPORTS", IMPORTS)))
                .run("many.Program", Wat.parse(text));
        assertThat(count).isEqualTo("5000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate(many + longest + "(export \"more\" (func 0)))", options))
                .withMessage("the module has 5001 names of functions; at most 5000 fit into a class");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> generate("(module (func (export \"" + "x".repeat(21_846) + "\")))", options))
                .withMessageStartingWith("the name 'xxx")
                .withMessageEndingWith("has 21846 characters; at most 21845 fit into a class");
    }

    @Test
    void aFileIsReadAndOnlyChangesAreWritten(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("tiny.wasm"), Wat.parse("(module (func (export \"f\")))"));
        List<JavaSource> sources = Generator.run(file, options("tiny"), folder);
        Path written = folder.resolve("tiny/Tiny.java");
        assertThat(written).hasContent(sources.get(0).text());
        assertThat(sources.get(0).writeTo(folder)).isFalse();
        Files.writeString(written, "changed");
        assertThat(sources.get(0).writeTo(folder)).isTrue();
        Files.writeString(file, "no module");
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> Generator.run(file, options("tiny"), folder));
    }

    /** The package source-map of npm, written in Rust, calls back for each mapping that it has parsed. */
    @Test
    @Tag("npm:source-map")
    @DisplayName("parses a source map through a generated interface")
    void aRealPackageRuns(@TempDir Path folder) throws Exception {
        byte[] module;
        try (InputStream in = Objects.requireNonNull(getClass()
                .getResourceAsStream("/META-INF/resources/webjars/source-map/0.8.0-beta.0/lib/mappings.wasm"))) {
            module = in.readAllBytes();
        }
        List<JavaSource> sources =
                Generator.generate(Translator.translate(module), GeneratorOptions.of("maps", "mappings.wasm"));
        assertThat(Compiled.of(folder, sources, new JavaSource("maps/Program.java", """
                package maps;
                IMPORTS
                import java.nio.charset.StandardCharsets;

                public class Program {
                    public static String run(byte[] module) {
                        StringBuilder out = new StringBuilder();
                        try (Store store = Engine.create().newStore()) {
                            Linker linker = MappingsImports.define(new Linker(), (line, column, hasLast, last, original, source,
                                    originalLine, originalColumn, hasName, name) ->
                                    out.append(line + ":" + column + " from " + source + " " + originalLine + ":"
                                            + originalColumn + "\\n"));
                            Instance instance = linker.instantiate(store, Translator.translate(module));
                            Mappings mappings = new MappingsInstance(instance);
                            byte[] text = "AAAA,IAAI;AACA".getBytes(StandardCharsets.US_ASCII);
                            int buffer = mappings.allocateMappings(text.length);
                            instance.memory("memory").putBytes(buffer, text);
                            int parsed = mappings.parseMappings(buffer);
                            mappings.byGeneratedLocation(parsed);
                            mappings.freeMappings(parsed);
                            return out.append(mappings.getLastError()).toString();
                        }
                    }
                }
                """.replace("IMPORTS", IMPORTS)))
                        .run("maps.Program", module))
                .isEqualTo("""
                        0:0 from 0 0:0
                        0:4 from 0 0:4
                        1:0 from 0 1:4
                        0""");
    }
}
