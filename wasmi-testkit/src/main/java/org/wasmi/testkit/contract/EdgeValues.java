package org.wasmi.testkit.contract;

import java.util.List;
import org.wasmi.encoding.type.NumType;
import org.wasmi.testkit.CodeBuilder;

/** Operands at which numeric operators tend to go wrong. */
final class EdgeValues {
    // spotless:off
    private static final List<Object> I32 = List.of(
            0, 1, -1, 2, -2, 7, 31, 32, 33, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0x12345678, 0x0F0F0F0F, Integer.MAX_VALUE,
            Integer.MIN_VALUE, Integer.MIN_VALUE + 1);

    private static final List<Object> I64 = List.of(
            0L, 1L, -1L, 2L, -2L, 7L, 63L, 64L, 65L, 0x80L, 0x8000L, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL,
            0x1_0000_0000L, -0x8000_0001L, 0x0123_4567_89AB_CDEFL, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE,
            Long.MIN_VALUE + 1);

    private static final List<Object> F32 = List.of(
            0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 0x0.ffffffp0f, Float.MIN_VALUE, -Float.MIN_NORMAL,
            Float.MAX_VALUE, 0x1.000002p23f, 0x1p24f, 0x1.fffffep30f, 0x1p31f, -0x1p31f, -0x1.000002p31f,
            0x1.fffffep31f, 0x1p32f, 0x1.fffffep62f, 0x1p63f, -0x1p63f, -0x1.000002p63f, 0x1.fffffep63f, 0x1p64f,
            Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN, f32(0xFFC0_0000), f32(0x7FA1_2345),
            f32(0xFFFF_FFFF));

    private static final List<Object> F64 = List.of(
            0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, -2.5, 0x0.fffffffffffff8p0, Double.MIN_VALUE,
            -Double.MIN_NORMAL, Double.MAX_VALUE, 0x1.0000000000001p51, 2147483647.9, 0x1p31, -2147483648.9,
            -2147483649.0, 4294967295.9, 0x1p32, 0x1.fffffffffffffp62, 0x1p63, -0x1p63, -0x1.0000000000001p63,
            0x1.fffffffffffffp63, 0x1p64, 0x1.fffffefffffffp127, 0x1.ffffffp127, 0x1p-150, 0x1.8p-149,
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, f64(0xFFF8_0000_0000_0000L),
            f64(0x7FF4_5678_9ABC_DEF0L), f64(-1L));
    // spotless:on

    private EdgeValues() {}

    private static Object f32(int bits) {
        return Float.intBitsToFloat(bits);
    }

    private static Object f64(long bits) {
        return Double.longBitsToDouble(bits);
    }

    static List<Object> of(NumType type) {
        return switch (type) {
            case I32 -> I32;
            case I64 -> I64;
            case F32 -> F32;
            case F64 -> F64;
        };
    }

    /** Appends the constant operator for a value. */
    static CodeBuilder constant(CodeBuilder code, Object value) {
        if (value instanceof Integer i32) {
            return code.i32Const(i32);
        } else if (value instanceof Long i64) {
            return code.i64Const(i64);
        } else if (value instanceof Float f32) {
            return code.f32Const(f32);
        }
        return code.f64Const((Double) value);
    }
}
