package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.testkit.Operators.Operator;

/** Compares what is built with bytes written by hand from the specification's chapter 5. */
class ModuleBuilderTest {
    private static final String HEADER = "0061736d01000000";

    private static String hex(ModuleBuilder module) {
        String hex = HexFormat.of().formatHex(module.build());
        assertThat(hex).startsWith(HEADER);
        return hex.substring(HEADER.length());
    }

    private static String codeHex(CodeBuilder code) {
        return HexFormat.of().formatHex(code.expression());
    }

    private static CodeBuilder code() {
        return new CodeBuilder(new ModuleBuilder());
    }

    @Test
    void anEmptyModuleIsItsHeader() {
        assertThat(hex(new ModuleBuilder())).isEmpty();
    }

    @Test
    void aFunctionMakesTypeFunctionExportCodeAndNameSections() {
        assertThat(hex(new ModuleBuilder().function("f", "i32 f64 -> i64", code -> code.i64Const(-1))))
                .isEqualTo(
                        "01070160027f7c017e" // type
                                + "03020100" // function
                                + "07050101660000" // export
                                + "0a06010400427f0b" // code
                                + "000b046e616d65" + "010401000166"); // name
    }

    @Test
    void sectionsFollowInTheOrderOfTheSpecification() {
        ModuleBuilder module = new ModuleBuilder()
                .custom("c", new byte[] {9})
                .importMemory("m", "n", Limits.between(1, 200))
                .table(new TableType(RefType.EXTERNREF, Limits.atLeast(3)))
                .global(new GlobalType(NumType.F32, true), code -> code.f32Const(1))
                .passiveData(new byte[] {7, 8})
                .passiveElements(RefType.FUNCREF, List.of(code -> code.refNull(AbstractHeapType.FUNC)));
        assertThat(hex(module))
                .isEqualTo(
                        "020a01016d016e020101c801" // import
                                + "0404016f0003" // table
                                + "0609017d01430000803f0b" // global
                                + "090701057001d0700b" // element
                                + "0c0101" // data count
                                + "0b050101020708" // data
                                + "0003016309"); // custom
    }

    @ParameterizedTest
    @CsvSource({
        "0,00",
        "63,3f",
        "64,c000",
        "-1,7f",
        "-64,40",
        "-65,bf7f",
        "2147483647,ffffffff07",
        "-2147483648,8080808078"
    })
    void signedNumbersAreWrittenInTheirShortestForm(int value, String hex) {
        assertThat(codeHex(code().i32Const(value))).isEqualTo("41" + hex + "0b");
    }

    @ParameterizedTest
    @CsvSource({"0,00", "127,7f", "128,8001", "4294967295,ffffffff0f"})
    void unsignedNumbersAreWrittenInTheirShortestForm(long value, String hex) {
        assertThat(codeHex(code().op("local.get", value))).isEqualTo("20" + hex + "0b");
    }

    @ParameterizedTest
    @CsvSource({
        "i32.load,28,02",
        "i64.load,29,03",
        "i32.load8_s,2c,00",
        "i64.load16_u,33,01",
        "i64.load32_s,34,02",
        "f32.store,38,02",
        "f64.store,39,03",
        "i64.store8,3c,00",
        "i64.store32,3e,02"
    })
    void loadsAndStoresAreNaturallyAligned(String name, String opcode, String alignment) {
        assertThat(codeHex(code().op(name, 5))).isEqualTo(opcode + alignment + "05" + "0b");
    }

    @Test
    void anotherMemoryIsNamedInTheMemoryArgument() {
        assertThat(codeHex(code().op("i32.load", 300, 0, 2))).isEqualTo("2840" + "02" + "ac02" + "0b");
    }

    @Test
    void prefixedOperatorsHaveTheirPrefix() {
        assertThat(codeHex(code().op("memory.init", 3, 1).op("table.fill"))).isEqualTo("fc080301" + "fc1100" + "0b");
    }

    @Test
    void atomicOperatorsHaveTheirNaturalAlignment() {
        assertThat(codeHex(
                        code().op("atomic.fence").op("i64.atomic.rmw.xchg", 1).op("i32.atomic.rmw16.cmpxchg_u")))
                .isEqualTo("fe0300" + "fe420301" + "fe4b0100" + "0b");
        assertThat(codeHex(code().op("memory.atomic.notify", 0, 2, 3).op("memory.atomic.wait64")))
                .isEqualTo("fe00420300" + "fe020300" + "0b");
    }

    @Test
    void memoriesHaveTheFlagsOfTheirTypes() {
        MemoryType type = new MemoryType(Limits.between(1, 2)).withShared(true);
        assertThat(hex(new ModuleBuilder().memory(type))).isEqualTo("0504" + "01" + "030102");
        MemoryType bytes = new MemoryType(AddressType.I64, Limits.atLeast(1), 0, false);
        assertThat(hex(new ModuleBuilder().memory(bytes))).isEqualTo("0504" + "01" + "0c0100");
    }

    @Test
    void blocksAreWrittenInTheShortestFormOfTheirType() {
        assertThat(codeHex(code().block()
                        .loop("-> f64")
                        .ifThen("i32 -> i64")
                        .end()
                        .end()
                        .end()))
                .isEqualTo("0240" + "037c" + "0400" + "0b0b0b" + "0b");
    }

    @Test
    void localsOfTheSameTypeAreCompressed() {
        CodeBuilder code = code().locals(NumType.I32, NumType.I32, NumType.F64, NumType.I32);
        assertThat(HexFormat.of().formatHex(code.body())).isEqualTo("03" + "027f" + "017c" + "017f" + "0b");
    }

    @Test
    void importsCannotFollowDefinitions() {
        ModuleBuilder module = new ModuleBuilder().function("->", code -> {});
        assertThatThrownBy(() -> module.importFunction("m", "f", "->")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void vectorsAndLanesAreWrittenAsTheyAre() {
        assertThat(codeHex(code().v128Const(0x0706_0504_0302_0100L, 0x0F0E_0D0C_0B0A_0908L)))
                .isEqualTo("fd0c" + "000102030405060708090a0b0c0d0e0f" + "0b");
        assertThat(codeHex(code().shuffle(31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 0)))
                .isEqualTo("fd0d" + "1f1e1d1c1b1a19181716151413121100" + "0b");
        assertThat(codeHex(code().op("i8x16.extract_lane_u", 15))).isEqualTo("fd16" + "0f" + "0b");
        assertThat(codeHex(code().op("v128.load8_lane", 15))).isEqualTo("fd54" + "0000" + "0f" + "0b");
        assertThat(codeHex(code().op("v128.store32_lane", 3, 16, 1, 2)))
                .isEqualTo("fd5a" + "41" + "02" + "10" + "03" + "0b");
        assertThat(codeHex(code().op("v128.load", 16))).isEqualTo("fd00" + "0410" + "0b");
        assertThat(codeHex(code().op("i8x16.relaxed_swizzle"))).isEqualTo("fd8002" + "0b");
    }

    @Test
    void unknownOperatorsAndTooManyImmediatesAreRefused() {
        assertThatThrownBy(() -> code().op("i32.plus")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> code().op("i32.add", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> code().op("f32.const", 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A group of a structure and an array of references to it, and a cast in a function that takes one. */
    @Test
    void groupsOfTypesAreNumberedWithTheOthers() {
        RefType struct = new RefType(true, new TypeUse(1));
        ModuleBuilder module = new ModuleBuilder()
                .function("-> i32", code -> code.i32Const(0))
                .types(new RecGroup(List.of(
                        new SubType(
                                false,
                                Optional.empty(),
                                new StructType(List.of(
                                        new FieldType(PackedType.I8, true), new FieldType(NumType.I64, false)))),
                        SubType.of(new ArrayType(new FieldType(struct, true))))));
        int caster = module.typeIndex(new FuncType(List.of(RefType.EXTERNREF), List.of(struct)));
        assertThat(caster).isEqualTo(3);
        assertThat(module.typeIndex(ModuleBuilder.signature("-> i32"))).isZero();
        byte[] wasm = module.build();
        int[] types = {
            1, 27, 3, 0x60, 0, 1, 0x7F, 0x4E, 2, 0x50, 0, 0x5F, 2, 0x78, 1, 0x7E, 0, 0x4F, 0, 0x5E, 0x63, 1, 1, 0x60, 1,
            0x6F, 1, 0x63, 1
        };
        for (int i = 0; i < types.length; i++) {
            assertThat(wasm[8 + i]).as("byte " + i).isEqualTo((byte) types[i]);
        }
    }

    @Test
    void everyOperatorHasItsOwnCode() {
        assertThat(Operators.all())
                .hasSize(201 + 2 + 37 + 8 + 236 + 20 + 67 + 4)
                .extracting(Operator::opcode)
                .doesNotHaveDuplicates();
    }
}
