package org.wasmi.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

class CoreDumpTest {
    private static final byte[] MODULE = Wat.parse("""
            (module $guest
              (import "env" "back" (func $back))
              (memory (export "m") 2)
              (memory i64 1)
              (global (mut i32) (i32.const -7))
              (global i64 (i64.const 0x123456789abcdef0))
              (global f32 (f32.const nan:0x200001))
              (global f64 (f64.const -0.5))
              (global v128 (v128.const i64x2 1 -2))
              (global funcref (ref.func 1))
              (data (i32.const 70000) "hello")
              (data (memory 1) (i64.const 5) "\\01")
              (func $divide (param i32 i64) (result i32) (local v128 f32 funcref f64)
                (local.set 3 (f32.const 1.5))
                (local.set 5 (f64.const 2.5))
                (local.set 1 (i64.const 99))
                (i32.div_u (i32.const 1) (local.get 0)))
              (func $outer (export "outer") (param i32) (result i32) (local i32)
                (local.set 1 (i32.const -3))
                (call $divide (local.get 0) (i64.const 4)))
              (func (export "twice") (call $back)))
            """);

    private static final Program PROGRAM = translate(MODULE);

    private final Store store;
    private CoreDumper dumper;

    CoreDumpTest() {
        store = Engine.create().newStore();
        dumper = CoreDumper.observe(store, "guest.wasm");
    }

    private static Program translate(byte[] module) {
        return Translator.translate(module, TranslationOptions.DEFAULT);
    }

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    private Instance instance(String executor) {
        Store used = Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
        dumper = CoreDumper.observe(used, "guest.wasm").withModule(PROGRAM, MODULE);
        Instance[] made = new Instance[1];
        made[0] = new Linker()
                .function("env", "back", HostFunction.of((Runnable)
                        () -> made[0].function("outer").call(Value.i32(0))))
                .instantiate(used, PROGRAM);
        return made[0];
    }

    @ParameterizedTest
    @MethodSource("executors")
    void framesAreThoseOfTheBacktrace(String executor) {
        Instance instance = instance(executor);
        for (String each : List.of("outer", "twice")) {
            Value[] arguments = each.equals("outer") ? new Value[] {Value.i32(0)} : new Value[0];
            TrapException trap = catchThrowableOfType(
                    TrapException.class, () -> instance.function(each).call(arguments));
            CoreDump dump = CoreDump.read(dumper.dump().orElseThrow().toBytes());
            assertThat(dump).isEqualTo(dumper.dump().orElseThrow());
            List<CoreDump.Frame> frames = dump.threads().get(0).frames();
            assertThat(frames)
                    .map(frame -> dump.locate(frame, PROGRAM, MODULE).toString())
                    .containsExactlyElementsOf(
                            trap.frames().stream().map(Object::toString).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("executors")
    void localsAreKnownWhereCodeIsInterpreted(String executor) {
        Instance instance = instance(executor);
        assertThatThrownBy(() -> instance.function("outer").call(Value.i32(0))).isInstanceOf(TrapException.class);
        List<CoreDump.Frame> frames =
                dumper.dump().orElseThrow().threads().get(0).frames();
        if (executor.equals("compiled")) {
            assertThat(frames)
                    .allSatisfy(frame -> assertThat(frame.locals()).containsOnly(Optional.empty()))
                    .map(frame -> frame.locals().size())
                    .containsExactly(6, 2);
        } else {
            assertThat(frames.get(0).locals())
                    .containsExactly(
                            Optional.of(Value.i32(0)),
                            Optional.of(Value.i64(99)),
                            Optional.empty(),
                            Optional.of(Value.f32(1.5f)),
                            Optional.empty(),
                            Optional.of(Value.f64(2.5)));
            assertThat(frames.get(1).locals()).containsExactly(Optional.of(Value.i32(0)), Optional.of(Value.i32(-3)));
        }
    }

    @Test
    void memoriesAndGlobalsAreThere() {
        Instance instance = instance(Executors.preferred());
        assertThatThrownBy(() -> instance.function("outer").call(Value.i32(0))).isInstanceOf(TrapException.class);
        byte[] bytes = dumper.dump().orElseThrow().toBytes();
        assertThat(CoreDump.isCoreDump(bytes)).isTrue();
        assertThat(CoreDump.isCoreDump(MODULE)).isFalse();
        CoreDump dump = CoreDump.read(bytes);
        assertThat(dump.modules()).containsExactly("guest");
        assertThat(dump.instances()).singleElement().satisfies(each -> {
            assertThat(each.memories()).containsExactly(0, 1);
            assertThat(each.globals()).containsExactly(0, 1, 2, 3, 4, 5);
        });
        assertThat(dump.memories().get(0).type().limits().min()).isEqualTo(2);
        assertThat(dump.memories().get(0).parts()).singleElement().satisfies(part -> {
            assertThat(part.address()).isEqualTo(69_632);
            assertThat(Arrays.copyOfRange(part.bytes().toArray(), 368, 373)).isEqualTo("hello".getBytes(UTF_8));
        });
        assertThat(dump.memories().get(1).type().address()).isEqualTo(AddressType.I64);
        assertThat(dump.memories().get(1).parts().get(0).bytes().at(5)).isEqualTo((byte) 1);
        assertThat(dump.globals())
                .containsExactly(
                        Optional.of(Value.i32(-7)),
                        Optional.of(Value.i64(0x123456789abcdef0L)),
                        Optional.of(new Value.F32(0x7fa00001)),
                        Optional.of(Value.f64(-0.5)),
                        Optional.of(new Value.V128(1, -2)),
                        Optional.empty());
        translate(bytes); // a Wasm binary that others can read
    }

    /** A stack that is full has lost its frames when that is found out. */
    @Test
    void aFullStackHasADumpToo() {
        Instance instance = new Linker()
                .instantiate(store, translate(Wat.parse("(module (func $f (export \"f\") (call $f) (call $f)))")));
        assertThatThrownBy(() -> instance.function("f").call()).isInstanceOf(TrapException.class);
        assertThat(dumper.dump().orElseThrow().threads().get(0).frames()).isNotEmpty();
    }

    /** Whatever is changed in a dump, it is read, or refused as malformed. */
    @Test
    void damagedDumpsAreRefused() {
        Instance instance = instance(Executors.preferred());
        assertThatThrownBy(() -> instance.function("outer").call(Value.i32(0))).isInstanceOf(TrapException.class);
        byte[] dump = dumper.dump().orElseThrow().toBytes();
        int refused = 0;
        for (int at = 0; at < dump.length; at++) {
            for (int value : new int[] {0, 1, 0x7F, 0x80, 0xFF, dump[at] + 1}) {
                byte[] damaged = dump.clone();
                damaged[at] = (byte) value;
                refused += isRefused(damaged) ? 1 : 0;
            }
            refused += isRefused(Arrays.copyOf(dump, at)) ? 1 : 0; // but where a section ends
        }
        assertThat(isRefused(Arrays.copyOf(dump, dump.length - 1))).isTrue();
        assertThat(refused).isGreaterThan(dump.length / 2);
    }

    private static boolean isRefused(byte[] bytes) {
        try {
            CoreDump.read(bytes);
            return false;
        } catch (MalformedException refused) {
            return true;
        }
    }
}
