package org.wasmi.translate.internal.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.WasmOperator;
import org.wasmi.translate.binary.ModuleLayout;

class OperatorListingTest {

    private static List<WasmOperator> list(byte[] operators) {
        byte[] wasm = Wasm.join(Wasm.bytes(9, 9, 9), Wasm.bytes(1, 2, 0x7F), operators);
        return WasmOperator.list(wasm, new ModuleLayout.Body(0, 3, wasm.length - 3));
    }

    @Test
    void printsWhatAssemblesToTheSame() {
        String text = """
                unreachable
                nop
                block
                  loop (result i32)
                    i32.const -7
                    br_if 1
                    br_table 0 1 2
                  end
                  if (type 5)
                    i64.const -9223372036854775808
                  else
                    return
                  end
                  br 0
                end
                call 3
                call_indirect (type 2)
                call_indirect 1 (type 2)
                return_call 3
                return_call_indirect (type 4)
                drop
                select
                select (result funcref)
                local.get 0
                local.set 300
                local.tee 1
                global.get 0
                global.set 1
                i32.load
                i64.load32_u offset=4294967295 align=1
                f64.store 1 offset=8
                memory.size
                memory.grow 1
                memory.init 3
                memory.init 1 3
                memory.copy
                memory.copy 0 1
                memory.fill 1
                data.drop 3
                ref.null extern
                ref.is_null
                ref.func 9
                ref.null 3
                ref.eq
                ref.as_non_null
                ref.test (ref any)
                ref.test eqref
                ref.cast (ref 5)
                ref.cast (ref null 5)
                br_on_null 1
                br_on_non_null 2
                br_on_cast 3 anyref (ref i31)
                br_on_cast_fail 0 (ref null 1) nullref
                call_ref 4
                return_call_ref 4
                any.convert_extern
                extern.convert_any
                ref.i31
                i31.get_s
                i31.get_u
                struct.new 1
                struct.get_u 1 2
                array.new_fixed 3 4
                array.copy 3 4
                array.init_data 3 1
                array.len
                block (result (ref 3))
                end
                table.get 0
                table.init 5
                table.init 1 5
                table.copy
                table.copy 1 0
                table.fill 1
                elem.drop 2
                f32.const 1.5
                f64.const -0.25
                i32.trunc_sat_f64_u
                i64.extend32_s
                v128.load offset=16 align=4
                v128.load32_lane 3
                v128.store8_lane 1 offset=8 15
                v128.const i32x4 0x1 0xffffffff 0x0 0x7fc00000
                i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
                i8x16.replace_lane 15
                f64x2.extract_lane 1
                i32x4.relaxed_dot_i8x16_i7x16_add_s
                select (result v128)
                end
                """.strip();
        String listed = list(OperatorText.assemble(text)).stream()
                .map(WasmOperator::toString)
                .collect(Collectors.joining("\n"));
        assertThat(listed).isEqualTo(text);
    }

    @Test
    void saysWhereAnOperatorBegins() {
        assertThat(list(OperatorText.assemble("i32.const 100 drop end")))
                .containsExactly(
                        new WasmOperator(6, 0, "i32.const 100"),
                        new WasmOperator(9, 0, "drop"),
                        new WasmOperator(10, 0, "end"));
    }

    @Test
    void whatDoesNotDecodeIsMalformed() {
        assertThatThrownBy(() -> list(Wasm.bytes(0x41))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> list(Wasm.bytes(0xFE, 0x0B))).isInstanceOf(MalformedException.class);
    }
}
