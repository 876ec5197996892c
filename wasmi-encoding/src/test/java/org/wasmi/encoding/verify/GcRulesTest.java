package org.wasmi.encoding.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.VecType;

/**
 * The rules for instructions that make structures and arrays. Behind the types of {@link World} come 7, a structure of
 * an i8, an externref and a v128, and arrays: 8 of i16, 9 of v128, 10 of externref, 11 of funcref, and 12, a structure
 * of 1,000 i64.
 */
class GcRulesTest {
    private static final String FRAME = "frame params 1, results 1, locals 2, slots 8, references\n";

    private static Program.Builder builder() {
        return World.builder()
                .type(new StructType(List.of(field(PackedType.I8), field(RefType.EXTERNREF), field(VecType.V128))))
                .type(new ArrayType(field(PackedType.I16)))
                .type(new ArrayType(field(VecType.V128)))
                .type(new ArrayType(field(RefType.EXTERNREF)))
                .type(new ArrayType(field(RefType.FUNCREF)))
                .type(new StructType(Collections.nCopies(1_000, field(NumType.I64))));
    }

    private static FieldType field(StorageType storage) {
        return new FieldType(storage, true);
    }

    private static void verify(boolean metered, String instructions) {
        Code code = Assembler.assemble(FRAME + instructions + "\nreturn_s s0");
        Verifier.verify(
                builder().metered(metered).function(new Function(1, () -> code)).build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "struct_new s0, type 7, s4, count 4",
                "struct_new_default s7, type 7",
                "struct_get s0, s1, +4294967295",
                "struct_get128 s6, s1, +0",
                "struct_set128_s s1, +0, s6",
                "array_new s0, type 8, s1, s2",
                "array_new128 s0, type 9, s6, s2",
                "array_new_ref s0, type 10, s1, s2",
                "array_new_default s0, type 9, s1",
                "array_new_fixed s0, type 8, s1, count 3",
                "array_new_fixed s0, type 9, s1, count 4",
                "array_new_fixed s0, type 10, s8, count 0",
                "array_new_data s0, type 8, data 0, s1, s2",
                "array_new_data s0, type 9, data 0, s1, s2",
                "array_new_elem s0, type 11, elem 0, s1, s2",
                "array_new_elem s0, type 10, elem 1, s1, s2",
                "array_fill128 s0, s1, s6, s2",
                "array_init_data data 0, s0, s1, s2, s3",
                "array_init_elem elem 1, s0, s1, s2, s3",
            })
    void wellFormedInstructionsAreAccepted(String instruction) {
        assertThatCode(() -> verify(false, instruction)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    struct_new s0, type 7, s4, count 3          | type 7 has 4 slots, not 3
                    struct_new s0, type 7, s4, count 5          | 5 slots from 4 in a frame of 8
                    struct_new s0, type 7, s3, count 5          | type 7 has 4 slots, not 5
                    struct_new s0, type 8, s4, count 1          | type 8 is not a structure type
                    struct_new s0, type 99, s4, count 1         | unknown type 99
                    struct_new_default s0, type 1               | type 1 is not a structure type
                    struct_new_default s8, type 7               | 1 slots from 8 in a frame of 8
                    struct_get128 s7, s1, +0                    | 2 slots from 7 in a frame of 8
                    struct_set128_s s1, +0, s7                  | 2 slots from 7 in a frame of 8
                    array_new s0, type 7, s1, s2                | type 7 is not an array type
                    array_new s0, type 9, s1, s2                | type 9 has elements v128
                    array_new s0, type 10, s1, s2               | type 10 has elements externref
                    array_new128 s0, type 8, s6, s2             | type 8 has elements i32
                    array_new_ref s0, type 8, s1, s2            | type 8 has elements i32
                    array_new_default s0, type 0, s1            | type 0 is not an array type
                    array_new_fixed s0, type 9, s1, count 3     | half an element
                    array_new_fixed s0, type 8, s7, count 2     | 2 slots from 7 in a frame of 8
                    array_new_data s0, type 8, data 1, s1, s2   | unknown data 1
                    array_new_data s0, type 10, data 0, s1, s2  | type 10 has elements externref
                    array_new_elem s0, type 10, elem 0, s1, s2  | type 10 cannot hold funcref
                    array_new_elem s0, type 8, elem 0, s1, s2   | type 8 cannot hold funcref
                    array_new_elem s0, type 8, elem 2, s1, s2   | unknown elem 2
                    array_init_data data 1, s0, s1, s2, s3      | unknown data 1
                    array_init_elem elem 2, s0, s1, s2, s3      | unknown elem 2
                    array_get128_ss s7, s0, s1                  | 2 slots from 7 in a frame of 8
                    """)
    void illFormedInstructionsAreRejected(String instruction, String message) {
        assertThatThrownBy(() -> verify(false, instruction))
                .isInstanceOfSatisfying(
                        InvalidException.class, e -> assertThat(e.function()).isEqualTo(2))
                .hasMessageContaining(instruction.substring(0, instruction.indexOf(' ')) + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "array_new s1, type 8, s2, s0",
                "array_new_default s1, type 8, s0",
                "array_new_data s1, type 8, data 0, s2, s0",
                "array_new_elem s1, type 11, elem 0, s2, s0",
                "array_fill s1, s2, s3, s0",
                "array_copy s1, s2, s3, s4, s0",
                "array_init_data data 0, s1, s2, s3, s0",
                "array_init_elem elem 0, s1, s2, s3, s0",
            })
    void meteredCodeChargesForManyElements(String bulk) {
        verify(true, "charge_fuel s0, 1\nconsume_fuel 1\n" + bulk);
        for (String code : List.of(
                "consume_fuel 1\n" + bulk,
                "charge_fuel s1, 1\nconsume_fuel 1\n" + bulk,
                "charge_fuel s0, 0\nconsume_fuel 1\n" + bulk)) {
            assertThatThrownBy(() -> verify(true, code))
                    .as(code)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("does not charge for as many as that works on");
        }
    }

    @Test
    void meteredCodePaysForLargeStructures() {
        verify(true, "consume_fuel 8\nstruct_new_default s1, type 12");
        assertThatThrownBy(() -> verify(true, "consume_fuel 7\nstruct_new_default s1, type 12"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("metered code works for too long before it pays");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    struct_new_default s0, type 7        | true
                    struct_new s0, type 7, s0, count 4   | true
                    array_new_default s0, type 8, s0     | true
                    array_new s0, type 8, s0, s0         | true
                    array_new_fixed s0, type 10, s0, count 4 | true
                    array_new_data s0, type 8, data 0, s0, s0 | false
                    array_new_elem s0, type 11, elem 0, s0, s0 | false
                    struct_get_ref s0, s0, +0            | false
                    """)
    void constantExpressionsMakeObjectsOfTheirOperands(String instruction, boolean constant) {
        RefType any = new RefType(true, AbstractHeapType.ANY);
        Code code = Assembler.assemble(
                "frame params 0, results 1, locals 0, slots 4, references\n" + instruction + "\nreturn_ref s0");
        Program program = builder()
                .global(new GlobalDef(new GlobalType(any, false), new ConstExpr.Computed(any, code)))
                .build();
        if (constant) {
            Verifier.verify(program);
        } else {
            assertThatThrownBy(() -> Verifier.verify(program))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("in a constant expression");
        }
    }
}
