package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.wasmi.text.Wat;

/** Programs that were compiled to jars, run by JVMs that have the jars on their class paths. */
class AheadOfTimeTest {
    /** Calls, an indirect call, memory, an instruction without a direct form, references, and a trap. */
    private static final String MODULE = """
            (module
              (type $unary (func (param i32) (result i32)))
              (memory 1)
              (table 2 funcref)
              (elem (i32.const 0) $double $sum)
              (global $kept (mut externref) (ref.null extern))
              (func $double (type $unary) (i32.mul (local.get 0) (i32.const 2)))
              (func $sum (type $unary) (local $sum i32)
                (loop $again
                  (local.set $sum (i32.add (local.get $sum) (local.get 0)))
                  (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
                (local.get $sum))
              (func $keep (param externref) (result i32)
                (global.set $kept (local.get 0))
                (ref.is_null (global.get $kept)))
              (func (export "run") (param i32) (result i32)
                (memory.fill (i32.const 0) (i32.const 7) (local.get 0))
                (i32.store (i32.const 100) (call_indirect (type $unary) (local.get 0) (i32.const 1)))
                (i32.add
                  (call $keep (ref.null extern))
                  (i32.add (i32.load8_u (i32.const 1))
                    (call_indirect (type $unary) (i32.load (i32.const 100)) (i32.const 0)))))
              (func (export "trap") (param i32) (result i32)
                (call_indirect (type $unary) (i32.div_u (i32.const 1) (local.get 0)) (i32.const 0))))
            """;

    /** Runs modules, and prints what they return and how many functions were compiled meanwhile. */
    private static final JavaProgram RUNNER = JavaProgram.of("""
            import java.nio.file.*;
            import jdk.jfr.*;
            import jdk.jfr.consumer.*;
            import org.wasmi.encoding.error.TrapException;
            import org.wasmi.exec.*;
            import org.wasmi.translate.*;

            public class Runner {
                public static void main(String[] args) throws Exception {
                    byte[] wasm = Files.readAllBytes(Path.of(args[0]));
                    TranslationOptions options = TranslationOptions.DEFAULT.withFuel(args[2].equals("metered"));
                    Path file = Path.of(args[0] + ".jfr");
                    try (Recording recording = new Recording()) {
                        recording.enable("org.wasmi.jit.Compilation");
                        recording.enable("jdk.ClassDefine");
                        recording.start();
                        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(args[1]));
                        Store store = engine.newStore();
                        Instance instance = new Linker().instantiate(store, Translator.translate(wasm, options));
                        System.out.println(instance.function("run").call(Value.i32(1000)));
                        System.out.println(instance.function("run").start(Value.i32(1000)));
                        try {
                            instance.function("trap").call(Value.i32(0));
                        } catch (TrapException trap) {
                            System.out.println(trap.trap() + " in " + trap.backtrace().frames().size() + " frame");
                        }
                        System.out.println(store.fuelUsed() + " of fuel");
                        for (int fuel = 2_000; args[2].equals("metered") && fuel < 8_000; fuel += 97) {
                            Store poor = engine.newStore();
                            poor.fuel(fuel);
                            Instance guest = new Linker().instantiate(poor, Translator.translate(wasm, options));
                            try {
                                System.out.println(guest.function("run").call(Value.i32(600)));
                            } catch (TrapException trap) {
                                System.out.println(trap.trap() + " after " + poor.fuelUsed());
                            }
                        }
                        recording.stop();
                        recording.dump(file);
                    }
                    int compiled = 0;
                    int made = 0;
                    for (RecordedEvent each : RecordingFile.readAllEvents(file)) {
                        String type = each.getEventType().getName();
                        compiled += type.equals("org.wasmi.jit.Compilation") ? 1 : 0;
                        made += type.equals("jdk.ClassDefine")
                                && each.getClass("definedClass").getClassLoader() != null
                                && each.getClass("definedClass").getClassLoader().getType() != null
                                && each.getClass("definedClass").getClassLoader().getType().getName()
                                        .endsWith("CompiledProgram") ? 1 : 0;
                    }
                    System.out.println(compiled + " compiled, " + made + " classes made");
                }
            }
            """, "");

    private final Path folder;
    private final Path wasm;

    AheadOfTimeTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.wasm = Files.write(
                folder.resolve("guest.wasm"), Wat.parse(MODULE.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private Path jar(Object... options) {
        Path jar = folder.resolve("guest.jar");
        List<Object> line = new ArrayList<>(List.of("compile", "--jit", wasm, "-o", jar));
        line.addAll(Arrays.asList(options));
        Cli cli = Cli.run(line.toArray());
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out()).isEqualTo(jar + ": 5 of 5 functions compiled\n");
        assertThat(cli.code()).isZero();
        return jar;
    }

    /** {@return what the runner prints, the last line apart; and that} */
    private List<String> run(List<Path> jars, String executor, String metering) throws Exception {
        String printed = RUNNER.runWith(jars, folder, wasm, executor, metering);
        int last = printed.lastIndexOf('\n', printed.length() - 2) + 1;
        return List.of(printed.substring(0, last), printed.substring(last).strip());
    }

    @Test
    void noClassesAreMadeWhereTheJarIsOnTheClassPath() throws Exception {
        Path jar = jar();
        List<String> expected = run(List.of(), "switch", "unmetered");
        assertThat(expected.get(0)).contains("1001008");
        for (String executor : List.of("compiled", "tiered")) {
            assertThat(run(List.of(jar), executor, "unmetered"))
                    .as(executor)
                    .containsExactly(expected.get(0), "0 compiled, 0 classes made");
        }
        List<String> without = run(List.of(), "compiled", "unmetered");
        assertThat(without.get(0)).isEqualTo(expected.get(0));
        assertThat(without.get(1)).doesNotStartWith("0 ").doesNotContain(" 0 ");
    }

    @Test
    void aJarOfMeteredCodeServesMeteredPrograms() throws Exception {
        Path jar = jar("--metered");
        List<String> expected = run(List.of(), "switch", "metered");
        assertThat(expected.get(0)).contains("360608", "OUT_OF_FUEL");
        assertThat(run(List.of(jar), "compiled", "metered"))
                .containsExactly(expected.get(0), "0 compiled, 0 classes made");
        assertThat(run(List.of(jar), "compiled", "unmetered").get(1)).doesNotStartWith("0 ");
    }

    @Test
    void aJarOfAnotherVersionIsRefusedByName() throws Exception {
        Path stale = folder.resolve("stale.jar");
        copy(jar(), stale, "version", 99);
        List<String> seen = run(List.of(stale), "compiled", "unmetered");
        assertThat(seen.get(0)).contains("the classes of guest.wasm are of version 99", "Compile it again", "1001008");
        assertThat(seen.get(1)).doesNotStartWith("0 ");
        copy(jar(), stale, "isaVersion", 1);
        assertThat(run(List.of(stale), "compiled", "unmetered").get(0)).contains("and 1 of the instruction set");
    }

    @Test
    void theSameModuleGivesTheSameJar() throws IOException {
        byte[] first = Files.readAllBytes(jar());
        assertThat(Files.readAllBytes(jar())).isEqualTo(first);
    }

    /** Copies a jar, with another number returned by a method of its module. */
    private static void copy(Path from, Path to, String method, int number) throws IOException {
        try (JarFile in = new JarFile(from.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
            for (JarEntry entry : (Iterable<JarEntry>) in.stream()::iterator) {
                out.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream contents = in.getInputStream(entry)) {
                    byte[] bytes = contents.readAllBytes();
                    out.write(entry.getName().endsWith("/Module.class") ? returning(bytes, method, number) : bytes);
                }
                out.closeEntry();
            }
        }
    }

    private static byte[] returning(byte[] classFile, String method, int number) {
        ClassWriter out = new ClassWriter(0);
        new ClassReader(classFile)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, out) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] exceptions) {
                                MethodVisitor target =
                                        super.visitMethod(access, name, descriptor, signature, exceptions);
                                return !name.equals(method)
                                        ? target
                                        : new MethodVisitor(Opcodes.ASM9, target) {
                                            @Override
                                            public void visitLdcInsn(Object value) {
                                                super.visitLdcInsn(number);
                                            }
                                        };
                            }
                        },
                        0);
        return out.toByteArray();
    }
}
