package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.encoding.Encodings;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
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

    @TestFactory
    default Stream<DynamicTest> generatedModulesDoWhatTheOracleSays() {
        Differential differential = new Differential(List.of(provider()));
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> dynamicTest("seed " + seed, () -> differential
                        .check(WasmModule.ofSeed(seed))
                        .ifPresent(disagreement -> fail(disagreement.toString()))));
    }
}
