package org.wasmi.translate.internal.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.translate.binary.WasmFeatures;

/**
 * A cursor over a range of a module's bytes that reads the values of the binary format (Wasm specification, 5.2 and
 * 5.3). Positions count from the start of the module, so that errors name them. Every read checks the end of the range
 * and throws {@link MalformedException} in the specification's words; none allocates but those that return objects.
 *
 * <p>Unsigned 32-bit values come as {@code int}: compare them with {@link Integer#compareUnsigned}.
 */
public final class BinaryReader {

    /** What {@link #blockType} returns for a block without parameters and results. */
    public static final long EMPTY_BLOCK_TYPE = -64;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();

    private static final int REF = -0x1C;
    private static final int REF_NULL = -0x1D;

    /** The bits of a byte that is the code of a type. */
    private static final int TYPE_CODE = 0x7F;

    private static final int LEAST_TYPE_CODE = -0x40;

    /** By code: the type of references to an abstract heap type, or null. */
    private static final @Nullable RefType[] NULLABLE = new @Nullable RefType[TYPE_CODE + 1];

    static {
        for (AbstractHeapType each : AbstractHeapType.values()) {
            NULLABLE[each.code()] = new RefType(true, each);
        }
    }

    private final byte[] bytes;
    private final int limit;
    private final WasmFeatures features;
    private int position;

    /**
     * Makes a reader of a part of a module that may use all features.
     *
     * @param bytes the module; not copied
     * @param begin the first byte to read
     * @param limit the byte after the last
     */
    public BinaryReader(byte[] bytes, int begin, int limit) {
        this(bytes, begin, limit, WasmFeatures.ALL);
    }

    /**
     * Makes a reader of a part of a module.
     *
     * @param bytes the module; not copied
     * @param begin the first byte to read
     * @param limit the byte after the last
     * @param features the features that the module may use
     */
    public BinaryReader(byte[] bytes, int begin, int limit, WasmFeatures features) {
        this.bytes = bytes;
        this.limit = limit;
        this.features = features;
        position = begin;
    }

    /** {@return whether the module may use a feature} */
    boolean has(Proposal feature) {
        return features.has(feature);
    }

    /**
     * Checks that the module may use a feature.
     *
     * @param feature the feature; without one, there is nothing to check, and neither if it cannot be enabled at all
     * @param what what needs it, such as {@code opcode fd 0c}
     * @param at where
     * @throws MalformedException with the feature, if it could be enabled and is not
     */
    public void require(Optional<Proposal> feature, Supplier<String> what, int at) {
        if (feature.isPresent() && isDisabled(feature.get())) {
            throw MalformedException.notEnabled(feature.get(), what.get(), at);
        }
    }

    private boolean isDisabled(Proposal feature) {
        return !features.has(feature) && WasmFeatures.ALL.has(feature);
    }

    /** {@return where the next read begins, in bytes from the start of the module} */
    public int position() {
        return position;
    }

    /** Goes on at a position where a read began or ended. */
    public void seek(int to) {
        position = to;
    }

    /** {@return the byte after the last, in bytes from the start of the module} */
    public int limit() {
        return limit;
    }

    /** {@return the number of bytes not yet read} */
    public int remaining() {
        return limit - position;
    }

    /** {@return a byte, 0 to 255} */
    public int u8() {
        if (position >= limit) {
            throw unexpectedEnd();
        }
        return bytes[position++] & 0xFF;
    }

    /** {@return the next byte, 0 to 255, without reading on} */
    public int peek() {
        if (position >= limit) {
            throw unexpectedEnd();
        }
        return bytes[position] & 0xFF;
    }

    /** {@return an unsigned 32-bit integer} */
    public int u32() {
        int b = u8();
        return b < 0x80 ? b : longU32(b & 0x7F);
    }

    private int longU32(int low) {
        int value = low;
        for (int shift = 7; shift < 28; shift += 7) {
            int b = u8();
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        int last = u8();
        checkLast(last, (last & 0x70) == 0);
        return value | last << 28;
    }

    /** {@return a signed 32-bit integer} */
    public int s32() {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int b = u8();
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                return value << (25 - shift) >> (25 - shift);
            }
        }
        int last = u8();
        checkLast(last, sameBits(last, 0x78));
        return value | last << 28;
    }

    /** {@return a signed 33-bit integer} */
    public long s33() {
        long value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value << (57 - shift) >> (57 - shift);
            }
        }
        int last = u8();
        checkLast(last, sameBits(last, 0x70));
        return (value | (long) last << 28) << 31 >> 31;
    }

    /** {@return a signed 64-bit integer} */
    public long s64() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value << (57 - shift) >> (57 - shift);
            }
        }
        int last = u8();
        checkLast(last, sameBits(last, 0x7F));
        return value | (long) last << 63;
    }

    /** {@return an unsigned 64-bit integer} */
    public long u64() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        int last = u8();
        checkLast(last, (last & 0x7E) == 0);
        return value | (long) last << 63;
    }

    /** Whether the bits of the mask are all the same in a last byte: the sign and the bits that only repeat it. */
    private static boolean sameBits(int last, int mask) {
        return (last & mask) == 0 || (last & mask) == mask;
    }

    private void checkLast(int last, boolean fits) {
        if (last >= 0x80) {
            throw new MalformedException("integer representation too long", position - 1);
        }
        if (!fits) {
            throw new MalformedException("integer too large", position - 1);
        }
    }

    /** {@return the bits of a 32-bit float} */
    public int f32() {
        int at = position;
        skip(Integer.BYTES);
        return (int) INT.get(bytes, at);
    }

    /** {@return the bits of a 64-bit float} */
    public long f64() {
        int at = position;
        skip(Long.BYTES);
        return (long) LONG.get(bytes, at);
    }

    /** Reads over a number of bytes, from 0. */
    public void skip(int count) {
        if (count > limit - position) {
            position = limit;
            throw unexpectedEnd();
        }
        position += count;
    }

    /** {@return the number of elements of a list, which are at most as many as there are bytes left for them} */
    public int count() {
        int count = u32();
        if (Integer.compareUnsigned(count, limit - position) > 0) {
            throw unexpectedEnd();
        }
        return count;
    }

    /** {@return the number of bytes of what follows, at most as many as are left} */
    public int size() {
        int at = position;
        int size = u32();
        if (Integer.compareUnsigned(size, limit - position) > 0) {
            throw new MalformedException("length out of bounds", at);
        }
        return size;
    }

    /** {@return another reader, from a position on} */
    public BinaryReader from(int begin) {
        return new BinaryReader(bytes, begin, limit, features);
    }

    /** {@return a reader of the next bytes, which this one reads over} */
    public BinaryReader range(int size) {
        int at = position;
        skip(size);
        return new BinaryReader(bytes, at, position, features);
    }

    /** {@return a name: a length and that many bytes of UTF-8 (Wasm specification, 5.2.4)} */
    public String name() {
        int size = size();
        int begin = position;
        position += size;
        for (int i = begin; i < position; i++) {
            if (bytes[i] < 0) {
                return decodeUtf8(begin, size);
            }
        }
        return new String(bytes, begin, size, StandardCharsets.ISO_8859_1);
    }

    private String decodeUtf8(int begin, int size) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer input = ByteBuffer.wrap(bytes, begin, size);
        try {
            return decoder.decode(input).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("malformed UTF-8 encoding", input.position());
        }
    }

    /** {@return a signed 7-bit integer: the code of a type} */
    public int s7() {
        int b = u8();
        if (b >= 0x80) {
            throw new MalformedException("integer representation too long", position - 1);
        }
        return b << 25 >> 25;
    }

    /**
     * {@return a value type}
     *
     * @param types how many types are defined, to which it may refer
     * @throws InvalidException if it refers to another
     */
    public ValType valType(int types) {
        int at = position;
        return valType(s7(), at, types);
    }

    /**
     * {@return the value type that begins with a code}
     *
     * @param code the code as {@link #blockType} returns it, such as -1 for i32
     * @param at where it was read
     * @param types how many types are defined, to which it may refer
     * @throws InvalidException if it refers to another
     */
    public ValType valType(int code, int at, int types) {
        return switch (code) {
            case -0x01 -> NumType.I32;
            case -0x02 -> NumType.I64;
            case -0x03 -> NumType.F32;
            case -0x04 -> NumType.F64;
            case -0x05 -> vecType(code, at);
            default -> refType("value", code, at, types);
        };
    }

    private VecType vecType(int code, int at) {
        requireType("value", code, at);
        return VecType.V128;
    }

    private void requireType(String kind, int code, int at) {
        require(Proposals.ofType(code), () -> typeText(kind, code), at);
    }

    /**
     * {@return a reference type}
     *
     * @param types how many types are defined, to which it may refer
     * @throws InvalidException if it refers to another
     */
    public RefType refType(int types) {
        int at = position;
        return refType("reference", s7(), at, types);
    }

    private RefType refType(String kind, int code, int at, int types) {
        requireType(kind, code, at);
        if (code == REF || code == REF_NULL) {
            return new RefType(code == REF_NULL, heapType(types));
        }
        RefType general = NULLABLE[code & TYPE_CODE];
        if (general == null) {
            throw Proposals.refuse(Proposals.ofType(code), typeText(kind, code), "malformed " + kind + " type", at);
        }
        return general;
    }

    private static String typeText(String kind, int code) {
        return String.format("%s type %02x", kind, code & TYPE_CODE);
    }

    /**
     * {@return a heap type}
     *
     * @param types how many types are defined, to which it may refer
     * @throws InvalidException if it refers to another
     */
    public HeapType heapType(int types) {
        int at = position;
        long code = s33();
        require(Proposals.ofHeapType(code), () -> "heap type " + code, at);
        if (code >= 0) {
            if (code >= types) {
                throw new InvalidException("unknown type " + code, InvalidException.NO_FUNCTION, at);
            }
            return new TypeUse((int) code);
        }
        RefType general = code >= LEAST_TYPE_CODE ? NULLABLE[(int) code & TYPE_CODE] : null;
        if (general == null) {
            throw Proposals.refuse(Proposals.ofHeapType(code), "heap type " + code, "malformed heap type", at);
        }
        return general.heap();
    }

    /**
     * {@return a block type: {@link #EMPTY_BLOCK_TYPE}, or the negative code of a result's type for
     * {@link #valType(int, int, int)}, or the index of a function type, from 0; an index may be above every possible
     * one}
     */
    public long blockType() {
        int at = position;
        if ((peek() & 0xC0) == 0x40) {
            return s7();
        }
        long index = s33();
        if (index < 0) {
            throw new MalformedException("malformed block type", at);
        }
        return index;
    }

    /**
     * {@return the flags of the limits of a table or memory}
     *
     * @param known the flags that there are
     */
    int limitsFlags(int known) {
        int at = position;
        int flags = u8();
        if ((flags & ~known) != 0) {
            throw new MalformedException("malformed limits flags", at);
        }
        for (Proposal each : Proposals.ofLimits(flags)) {
            require(Optional.of(each), () -> String.format("limits flags %02x", flags), at);
        }
        return flags;
    }

    /** {@return limits with flags; that the minimum is not above the maximum is not checked here} */
    Limits limits(int flags) {
        return (flags & Proposals.HAS_MAX) == 0 ? Limits.atLeast(u64()) : Limits.between(u64(), u64());
    }

    private MalformedException unexpectedEnd() {
        return new MalformedException("unexpected end of section or function", limit);
    }
}
