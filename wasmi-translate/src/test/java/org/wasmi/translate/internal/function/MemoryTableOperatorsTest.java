package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Operators on memories, tables, globals and references. */
class MemoryTableOperatorsTest {

    private static void assertCode(String signature, String operators, String code) {
        assertThat(TestFunction.of(signature).lines(operators)).isEqualTo(code.strip());
    }

    @Test
    void copiesFromMemoryToMemory() {
        assertCode("i32 i32 i32 ->", "local.get 0 local.get 1 local.get 2 memory.copy 0 1", """
                memory_copy memory 0, memory 1, s0, s1, s2
                return
                """);
    }

    @Test
    void copiesADataSegment() {
        assertCode("i32 i32 i32 ->", "local.get 0 local.get 1 local.get 2 memory.init 1 0", """
                memory_init memory 1, data 0, s0, s1, s2
                return
                """);
    }

    @Test
    void fillsAMemory() {
        assertCode("i32 i32 i32 ->", "local.get 0 local.get 1 local.get 2 memory.fill 1", """
                memory_fill memory 1, s0, s1, s2
                return
                """);
    }

    @Test
    void growsAMemory() {
        assertCode("i32 -> i32", "local.get 0 memory.grow 1 memory.size i32.add", """
                memory_grow s1, memory 1, s0
                memory_size s2, memory 0
                i32.add_ss s1, s1, s2
                return_s s1
                """);
    }

    @Test
    void dropsSegments() {
        assertCode("->", "data.drop 0 elem.drop 0", """
                data_drop data 0
                elem_drop elem 0
                return
                """);
    }

    @Test
    void copiesAnElementSegment() {
        assertCode("i32 i32 i32 ->", "local.get 0 local.get 1 local.get 2 table.init 0", """
                table_init table 0, elem 0, s0, s1, s2
                return
                """);
    }

    @Test
    void copiesFromTableToTable() {
        assertCode("i32 i32 i32 ->", "local.get 0 local.get 1 local.get 2 table.copy 1 1", """
                table_copy table 1, table 1, s0, s1, s2
                return
                """);
    }

    @Test
    void growsATable() {
        assertCode(
                "i32 externref -> i32",
                "local.get 0 local.get 1 table.set 1 local.get 1 local.get 0 table.grow 1",
                """
                table_set table 1, s0, s1
                table_grow s2, table 1, s1, s0
                return_s s2
                """);
    }

    @Test
    void fillsATable() {
        assertCode("i32 externref i32 ->", "local.get 0 local.get 1 local.get 2 table.fill 1", """
                table_fill table 1, s0, s1, s2
                return
                """);
    }

    @Test
    void readsATable() {
        assertCode("i32 -> externref i32", "local.get 0 table.get 1 table.size 1", """
                table_get s1, table 1, s0
                table_size s2, table 1
                return_span_refs s1, count 2
                """);
    }

    @Test
    void accessesOtherMemories() {
        assertCode(
                "i32 i64 -> i64",
                "local.get 0 local.get 1 i64.store16 1 offset=4294967295 local.get 0 i64.load 1 offset=7",
                """
                store16_m s0, +4294967295, s1, memory 1
                load64_m s2, s0, +7, memory 1
                return_s s2
                """);
    }

    @Test
    void accessesFloatsByTheirBits() {
        assertCode("i32 f64 -> f32", "local.get 0 local.get 1 f64.store offset=16 local.get 0 f32.load offset=20", """
                store64_s s0, +16, s1
                load32_s s2, s0, +20
                return_s s2
                """);
    }

    @Test
    void loadsOfTheSameBitsShareAnInstruction() {
        assertCode(
                "i32 -> i64",
                "local.get 0 i64.load8_s local.get 0 i64.load32_s i64.add local.get 0 i64.load16_u i64.add",
                """
                load8_s s1, s0, +0
                load32_s s2, s0, +0
                i64.add_ss s1, s1, s2
                load16_u s2, s0, +0
                i64.add_ss s1, s1, s2
                return_s s1
                """);
    }

    @Test
    void accessesReferences() {
        assertCode("funcref -> funcref i32", "local.get 0 global.set 2 global.get 2 ref.func 2 ref.is_null", """
                global_set_ref global 2, s0
                global_get_ref s1, global 2
                ref_func s2, func 2
                ref_is_null s2, s2
                return_span_refs s1, count 2
                """);
    }

    @Test
    void accessesGlobals() {
        assertCode("f64 -> f64", "local.get 0 global.set 4 global.get 4", """
                global_set global 4, s0
                global_get s1, global 4
                return_s s1
                """);
    }
}
