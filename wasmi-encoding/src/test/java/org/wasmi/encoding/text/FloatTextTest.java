package org.wasmi.encoding.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FloatTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100, 100",
        "123456.789, 123456.79",
        "1e15, 1000000000000000",
        "3.4028235e38, 3.4028235E+38",
        "1.4e-45, 1E-45",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan"
    })
    void f32IsTheShortestDecimal(float value, String text) {
        assertThat(FloatText.ofF32(Float.floatToRawIntBits(value))).isEqualTo(text);
        assertThat(FloatText.toF32(text)).isEqualTo(Float.floatToRawIntBits(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, -0",
        "1, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100, 100",
        "123456.789, 123456.789",
        "1e15, 1000000000000000",
        "1e16, 1E+16",
        "2e23, 2E+23",
        "1.7976931348623157e308, 1.7976931348623157E+308",
        "4.9e-324, 5E-324",
        "Infinity, inf",
        "-Infinity, -inf",
        "NaN, nan"
    })
    void f64IsTheShortestDecimal(double value, String text) {
        assertThat(FloatText.ofF64(Double.doubleToRawLongBits(value))).isEqualTo(text);
        assertThat(FloatText.toF64(text)).isEqualTo(Double.doubleToRawLongBits(value));
    }

    @Test
    void nansKeepTheirBits() {
        assertThat(FloatText.ofF32(0x7F80_0001)).isEqualTo("nan:0x1");
        assertThat(FloatText.ofF32(0xFFFF_FFFF)).isEqualTo("-nan:0x7fffff");
        assertThat(FloatText.ofF64(0xFFF8_0000_0000_0000L)).isEqualTo("-nan");
        assertThat(FloatText.ofF64(0x7FF4_0000_0000_0000L)).isEqualTo("nan:0x4000000000000");
    }

    @Test
    void allBitsReadBack() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int f32 = random.nextInt();
            long f64 = random.nextLong();
            assertThat(FloatText.toF32(FloatText.ofF32(f32))).isEqualTo(f32);
            assertThat(FloatText.toF64(FloatText.ofF64(f64))).isEqualTo(f64);
        }
        for (int exponent = 0; exponent < 1 << 9; exponent++) {
            for (int low : new int[] {0, 1, -1}) {
                int f32 = (exponent << 23) | (low & 0x7F_FFFF);
                long f64 = ((long) exponent << 55) | (low & 0xF_FFFF_FFFF_FFFFL);
                assertThat(FloatText.toF32(FloatText.ofF32(f32))).isEqualTo(f32);
                assertThat(FloatText.toF64(FloatText.ofF64(f64))).isEqualTo(f64);
            }
        }
    }

    @Test
    void hexadecimalFloatsAreRead() {
        assertThat(FloatText.toF32("-0x1.8p1")).isEqualTo(Float.floatToRawIntBits(-3f));
        assertThat(FloatText.toF64("0x1.fffffffffffffp+1023")).isEqualTo(Double.doubleToRawLongBits(Double.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource({"0x10, 16", "-0X1.8, -1.5", "0xF., 15", "0x1p4, 16"})
    void theExponentOfHexadecimalTextMayBeLeftOut(String text, float value) {
        assertThat(FloatText.toF32(text)).isEqualTo(Float.floatToRawIntBits(value));
        assertThat(FloatText.toF64(text)).isEqualTo(Double.doubleToRawLongBits(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "x",
                "1f",
                "1d",
                "+1",
                "--1",
                ".5",
                "1e",
                "0x",
                "0xp1",
                "0x1p",
                "Infinity",
                "NaN",
                "1e400",
                "-1e400",
                "nan:",
                "nan:0x",
                "nan:0x0",
                "nan:0x10000000000000",
                "nan:0x-1",
                "١"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> FloatText.toF32(text)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> FloatText.toF64(text)).isInstanceOf(NumberFormatException.class);
    }
}
