package org.wasmi.js.bindgen;

import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.NumType;

/**
 * How an export returns its result. The JavaScript that wasm-bindgen generates has it in the code of each function.
 *
 * @param <T> the Java type of the result
 */
public final class Returns<T extends @Nullable Object> {
    private final BiFunction<Bindgen, @Nullable Object[], T> reader;
    private final int words;
    private final @Nullable NumType wide;
    private final boolean fallible;

    private Returns(
            int words, @Nullable NumType wide, boolean fallible, BiFunction<Bindgen, @Nullable Object[], T> reader) {
        this.reader = reader;
        this.words = words;
        this.wide = wide;
        this.fallible = fallible;
    }

    private static Number number(@Nullable Object value) {
        return (Number) Objects.requireNonNull(value);
    }

    private static int i32(@Nullable Object value) {
        return number(value).intValue();
    }

    /** {@return that there is no result} */
    public static Returns<@Nullable Void> nothing() {
        return new Returns<>(0, null, false, (bindgen, values) -> null);
    }

    /** {@return an i32: a number, a boolean, or the pointer that stands for an object of a Rust struct} */
    public static Returns<Integer> i32() {
        return new Returns<>(1, null, false, (bindgen, values) -> i32(values[0]));
    }

    /** {@return an i64} */
    public static Returns<Long> i64() {
        return new Returns<>(
                1, NumType.I64, false, (bindgen, values) -> number(values[0]).longValue());
    }

    /** {@return an f64} */
    public static Returns<Double> f64() {
        return new Returns<>(
                1, NumType.F64, false, (bindgen, values) -> number(values[0]).doubleValue());
    }

    /** {@return a string, which the guest's memory gives up; null for {@code None}} */
    public static Returns<@Nullable String> string() {
        return new Returns<>(
                2, null, false, (bindgen, values) -> bindgen.arrays().takeString(i32(values[0]), i32(values[1])));
    }

    /** {@return bytes, which the guest's memory gives up; null for {@code None}} */
    public static Returns<byte @Nullable []> bytes() {
        return new Returns<>(
                2, null, false, (bindgen, values) -> bindgen.arrays().takeBytes(i32(values[0]), i32(values[1])));
    }

    /** {@return numbers of 32 bits, which the guest's memory gives up; null for {@code None}} */
    public static Returns<int @Nullable []> ints() {
        return new Returns<>(
                2, null, false, (bindgen, values) -> bindgen.arrays().takeInts(i32(values[0]), i32(values[1])));
    }

    /** {@return an object, which the guest gives up} */
    public static Returns<@Nullable Object> object() {
        return new Returns<>(1, null, false, (bindgen, values) -> bindgen.takeObject(values[0]));
    }

    /** {@return the same for an export that returns a Rust {@code Result}; an error is thrown} */
    public Returns<T> orThrow() {
        return new Returns<>(words, wide, true, reader);
    }

    boolean isFallible() {
        return fallible;
    }

    /** {@return how many values are returned, that say whether it failed not counted} */
    int words() {
        return words;
    }

    /** {@return whether the value takes 8 bytes} */
    boolean isWide() {
        return wide != null;
    }

    boolean isFloat() {
        return wide == NumType.F64;
    }

    T read(Bindgen bindgen, @Nullable Object[] values) {
        return reader.apply(bindgen, values);
    }
}
