package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.MemoryKind;
import org.wasmi.testkit.CodeBuilder;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.differential.Differential;
import org.wasmi.translate.Translator;

/**
 * Code in whatever encoding, {@code checked} among them, whose decoder asserts that the executor asks what fits; and
 * generated modules, of which an oracle says what they do.
 */
interface LinkContract extends ContractFixture {

    /** How many generated modules are run. */
    int SEEDS = 20;

    @TestFactory
    default Stream<DynamicTest> codeOfEveryEncodingIsRun() {
        ModuleBuilder module = new ModuleBuilder().function("run", "i32 -> i64", code -> code.block()
                .block()
                .block()
                .localGet(0)
                .brTable(List.of(0, 1), 2)
                .end()
                .i64Const(0x1_0000_0001L)
                .op("return")
                .end()
                .localGet(0)
                .op("i64.extend_i32_s")
                .op("return")
                .end()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .call(0)
                .i64Const(3)
                .op("i64.mul"));
        byte[] wasm = module.build();
        return Encodings.all().keySet().stream()
                .sorted()
                .map(encoding -> dynamicTest(encoding, () -> {
                    var program =
                            Translator.translate(wasm, translationOptions().withEncoding(encoding));
                    Guest guest = new Guest(new Linker().instantiate(newStore(), program));
                    assertThat(guest.value("run", 0)).isEqualTo(Value.i64(0x1_0000_0001L));
                    assertThat(guest.value("run", 1)).isEqualTo(Value.i64(1));
                    assertThat(guest.value("run", 4)).isEqualTo(Value.i64(27));
                }));
    }

    /** Links every other function by another executor. */
    final class InTurn implements Executor {
        private final List<Executor> executors;
        private int linked;

        InTurn(Executor one, Executor other) {
            executors = List.of(one, other);
        }

        @Override
        public String name() {
            return "in-turn";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return executors.get(linked++ % executors.size()).link(request);
        }

        @Override
        public void run(Machine machine, int base) {
            throw new IllegalStateException("no code is linked by this one");
        }
    }

    /** {@return a function that calls another one with one less, if its argument is not 0, and adds one} */
    private static Consumer<CodeBuilder> calling(int other, Consumer<CodeBuilder> atZero) {
        return code -> {
            code.localGet(0).op("i32.eqz").ifThen();
            atZero.accept(code);
            code.end()
                    .localGet(0)
                    .i32Const(1)
                    .op("i32.sub")
                    .call(other)
                    .i32Const(1)
                    .op("i32.add");
        };
    }

    private static Consumer<CodeBuilder> tailCalling(int other) {
        return code -> code.localGet(0)
                .op("i32.eqz")
                .ifThen()
                .i32Const(42)
                .op("return")
                .end()
                .localGet(0)
                .i32Const(1)
                .op("i32.sub")
                .returnCall(other);
    }

    @Test
    default void functionsOfOtherExecutorsAreLeftToThem() {
        Executor tested = provider();
        Executor other = Executors.named(tested.name().equals(Executors.SWITCH) ? "indirect" : Executors.SWITCH);
        for (Executor mixed : List.of(new InTurn(tested, other), new InTurn(other, tested))) {
            Guest guest = guest(
                    new ModuleBuilder()
                            .function("even", "i32 -> i32", calling(1, code -> code.i32Const(0)
                                    .op("return")))
                            .function("odd", "i32 -> i32", calling(0, code -> code.op("unreachable")))
                            .function("tail", "i32 -> i32", tailCalling(3))
                            .function("tail2", "i32 -> i32", tailCalling(2)),
                    new Linker(),
                    Engine.create(EngineConfig.DEFAULT, mixed).newStore());
            assertThat(guest.i32("even", 10)).isEqualTo(10);
            assertThat(guest.i32("odd", 11)).isEqualTo(11);
            assertThat(guest.assertTraps(Trap.UNREACHABLE, "even", 3).frames())
                    .extracting(TrapException.Frame::function)
                    .containsExactly(1, 0, 1, 0);
            assertThat(guest.i32("tail", 1_001)).isEqualTo(42);
        }
    }

    /** Links by another executor, and keeps the kinds of memory 0 that functions are linked for. */
    final class KindsOfMemory implements Executor {
        final List<MemoryKind> kinds = new ArrayList<>();
        final List<MemoryType> types = new ArrayList<>();
        private final Executor linking;

        KindsOfMemory(Executor linking) {
            this.linking = linking;
        }

        @Override
        public String name() {
            return linking.name();
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            if (request.function().isPresent()) {
                kinds.add(request.memoryKind());
                request.memoryType().ifPresent(types::add);
            } else {
                assertThat(request.memoryKind()).isEqualTo(MemoryKind.NONE);
            }
            return linking.link(request);
        }

        @Override
        public void run(Machine machine, int base) {
            throw new IllegalStateException("no code is linked by this one");
        }
    }

    /** Instances of one program whose memories are of different kinds have code of their own, for that kind. */
    @TestFactory
    default Stream<DynamicTest> aRequestNamesTheKindOfMemory() {
        MemoryType plain = new MemoryType(Limits.between(1, 2));
        MemoryType wide = new MemoryType(AddressType.I64, plain.limits(), MemoryType.PAGE_SHIFT, false);
        return Stream.of(plain, wide, plain.withShared(true))
                .map(type -> dynamicTest(type.toString(), () -> {
                    KindsOfMemory executor = new KindsOfMemory(provider());
                    boolean is64 = type.address() == AddressType.I64;
                    Program program = translate(new ModuleBuilder()
                            .memory(type)
                            .data(0, at(8, is64), new byte[] {1, 2, 3, 4})
                            .function("load", "-> i32", at(8, is64).andThen(code -> code.op("i32.load"))));
                    List<MemoryKind> expected = new ArrayList<>();
                    for (boolean chunked : new boolean[] {engineConfig().chunkedMemories(), true}) {
                        Engine engine = Engine.create(engineConfig().withChunkedMemories(chunked), executor);
                        Guest guest = new Guest(new Linker().instantiate(engine.newStore(), program));
                        assertThat(guest.i32("load")).isEqualTo(0x0403_0201);
                        MemoryKind unshared = chunked ? MemoryKind.CHUNKED : MemoryKind.ARRAY;
                        expected.add(type.shared() ? MemoryKind.SHARED : unshared);
                    }
                    assertThat(executor.kinds).isEqualTo(expected);
                    assertThat(executor.types).containsOnly(type);
                }));
    }

    private static Consumer<CodeBuilder> at(int address, boolean is64) {
        return code -> {
            if (is64) {
                code.i64Const(address);
            } else {
                code.i32Const(address);
            }
        };
    }

    @Test
    default void aRequestNamesNoMemoryWhereThereIsNone() {
        KindsOfMemory executor = new KindsOfMemory(provider());
        Guest guest = guest(
                new ModuleBuilder().function("seven", "-> i32", code -> code.i32Const(7)),
                new Linker(),
                Engine.create(engineConfig(), executor).newStore());
        assertThat(guest.i32("seven")).isEqualTo(7);
        assertThat(executor.kinds).containsExactly(MemoryKind.NONE);
        assertThat(executor.types).isEmpty();
    }

    @TestFactory
    default Stream<DynamicTest> generatedModulesDoWhatTheOracleSays() {
        Differential differential = new Differential(List.of(provider()));
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> differential
                        .check(WasmModule.ofSeed(seed))
                        .ifPresent(disagreement -> fail(disagreement.toString()))));
    }
}
