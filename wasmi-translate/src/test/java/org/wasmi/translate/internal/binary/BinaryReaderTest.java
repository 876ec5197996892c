package org.wasmi.translate.internal.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.translate.Wasm.bytes;

import java.util.HexFormat;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.translate.Wasm;

class BinaryReaderTest {

    private static final String TOO_LONG = "integer representation too long";
    private static final String TOO_LARGE = "integer too large";
    private static final String END = "unexpected end";

    @Property
    void u32ReadsWhatWasWritten(@ForAll int value) {
        assertThat(reader(Wasm.u32(value)).u32()).isEqualTo(value);
    }

    @Property
    void s32ReadsWhatWasWritten(@ForAll int value) {
        assertThat(reader(signed(value)).s32()).isEqualTo(value);
    }

    @Property
    void s33ReadsWhatWasWritten(@ForAll int value, @ForAll boolean negative) {
        long wide = Integer.toUnsignedLong(value) - (negative ? 1L << 32 : 0);
        assertThat(reader(signed(wide)).s33()).isEqualTo(wide);
    }

    @Property
    void s64ReadsWhatWasWritten(@ForAll long value) {
        assertThat(reader(signed(value)).s64()).isEqualTo(value);
    }

    @Property
    void u64ReadsWhatWasWritten(@ForAll long value) {
        byte[] written = value >= 0 ? signed(value) : bytes(-1, -1, -1, -1, -1, -1, -1, -1, -1, 1);
        assertThat(reader(written).u64()).isEqualTo(value >= 0 ? value : -1);
    }

    @Property
    void readingStopsBehindTheInteger(@ForAll int value) {
        BinaryReader reader = reader(Wasm.join(Wasm.u32(value), bytes(7)));
        reader.u32();
        assertThat(reader.remaining()).isOne();
        assertThat(reader.u8()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "80808080 00, 0",
        "8280808000, 2",
        "FFFFFFFF0F, -1",
    })
    void integersMayBePadded(String hex, int value) {
        assertThat(reader(hex(hex)).u32()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "u32, 808080808000, 4, " + TOO_LONG,
        "u32, FFFFFFFF1F, 4, " + TOO_LARGE,
        "u32, 8080808070, 4, " + TOO_LARGE,
        "u32, 80808080, 4, " + END,
        "s32, 808080808000, 4, " + TOO_LONG,
        "s32, FFFFFFFF0F, 4, " + TOO_LARGE,
        "s32, 8080808008, 4, " + TOO_LARGE,
        "s32, FFFFFFFF77, 4, " + TOO_LARGE,
        "s32, FF, 1, " + END,
        "s33, 808080808000, 4, " + TOO_LONG,
        "s33, 8080808010, 4, " + TOO_LARGE,
        "s33, 8080808060, 4, " + TOO_LARGE,
        "s64, 8080808080808080808000, 9, " + TOO_LONG,
        "s64, 80808080808080808001, 9, " + TOO_LARGE,
        "s64, FFFFFFFFFFFFFFFFFF7E, 9, " + TOO_LARGE,
        "s64, FFFFFFFFFFFFFFFFFF, 9, " + END,
        "u64, 8080808080808080808000, 9, " + TOO_LONG,
        "u64, 80808080808080808002, 9, " + TOO_LARGE,
        "s7, 80, 0, " + TOO_LONG,
        "f32, 000000, 3, " + END,
        "f64, 00000000000000, 7, " + END,
        "u8, '', 0, " + END,
    })
    void whatDoesNotDecodeIsMalformed(String what, String hex, int offset, String message) {
        MalformedException e = malformed(hex(hex), reader(what));
        assertThat(e).hasMessageStartingWith(message);
        assertThat(e.offset()).isEqualTo(offset);
    }

    @Test
    void offsetsCountFromTheStartOfTheModule() {
        BinaryReader reader = new BinaryReader(hex("0000FFFF"), 2, 3);
        MalformedException e = catchThrowableOfType(MalformedException.class, reader::u32);
        assertThat(e.offset()).isEqualTo(3);
    }

    @Test
    void rangesEndBeforeTheBytesDo() {
        BinaryReader outer = reader(bytes(1, 2, 3));
        BinaryReader range = outer.range(2);
        assertThat(outer.position()).isEqualTo(2);
        assertThat(range.u8()).isEqualTo(1);
        assertThat(range.peek()).isEqualTo(2);
        assertThat(range.u8()).isEqualTo(2);
        assertThat(catchThrowableOfType(MalformedException.class, range::peek)).hasMessageStartingWith(END);
    }

    @Test
    void floatsAreBits() {
        assertThat(reader(hex("010080FF")).f32()).isEqualTo(0xFF80_0001);
        assertThat(reader(hex("010000000000F4FF")).f64()).isEqualTo(0xFFF4_0000_0000_0001L);
    }

    @Test
    void countsAreAtMostTheBytesLeft() {
        assertThat(reader(bytes(2, 0, 0)).count()).isEqualTo(2);
        assertThat(malformed(bytes(3, 0, 0), BinaryReader::count)).hasMessageStartingWith(END);
        assertThat(malformed(hex("FFFFFFFF0F"), BinaryReader::count)).hasMessageStartingWith(END);
        assertThat(malformed(hex("FFFFFFFF0F"), BinaryReader::size)).hasMessageStartingWith("length out of bounds");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "memory", "h\u00e9", "\u20ac", "\ud83d\ude00", "a\u0000b", "\ufeff", "\ufffd", "\uffff"})
    void namesAreUtf8(String name) {
        assertThat(reader(Wasm.name(name)).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "80, 0",
        "6180, 1",
        "C080, 0",
        "C1BF, 0",
        "E08080, 0",
        "E09FBF, 0",
        "EDA080, 0",
        "EDBFBF, 0",
        "F08FBFBF, 0",
        "F4908080, 0",
        "F8888080 80, 0",
        "C2, 0",
        "6162E282, 2",
        "F09F98, 0",
        "FE, 0",
        "FF, 0",
    })
    void namesThatAreNotUtf8AreMalformed(String hex, int at) {
        byte[] utf8 = hex(hex);
        MalformedException e = malformed(Wasm.join(bytes(utf8.length), utf8), BinaryReader::name);
        assertThat(e).hasMessageStartingWith("malformed UTF-8 encoding");
        assertThat(e.offset()).isEqualTo(1 + at);
    }

    @Test
    void aNameLongerThanTheBytesIsMalformed() {
        assertThat(malformed(bytes(3, 'a', 'b'), BinaryReader::name)).hasMessageStartingWith("length out of bounds");
    }

    @Test
    void valueTypes() {
        assertThat(reader(bytes(0x7F)).valType(0)).isEqualTo(NumType.I32);
        assertThat(reader(bytes(0x7E)).valType(0)).isEqualTo(NumType.I64);
        assertThat(reader(bytes(0x7D)).valType(0)).isEqualTo(NumType.F32);
        assertThat(reader(bytes(0x7C)).valType(0)).isEqualTo(NumType.F64);
        assertThat(reader(bytes(0x70)).valType(0)).isEqualTo(RefType.FUNCREF);
        assertThat(reader(bytes(0x6F)).valType(0)).isEqualTo(RefType.EXTERNREF);
        assertThat(malformed(bytes(0x40), reader -> reader.valType(0))).hasMessageStartingWith("malformed value type");
        assertThat(malformed(bytes(0x00), reader -> reader.valType(0))).hasMessageStartingWith("malformed value type");
    }

    @Test
    void referenceAndHeapTypes() {
        assertThat(reader(bytes(0x70)).refType(0)).isEqualTo(RefType.FUNCREF);
        assertThat(reader(bytes(0x6F)).refType(0)).isEqualTo(RefType.EXTERNREF);
        assertThat(malformed(bytes(0x7F), reader -> reader.refType(0)))
                .hasMessageStartingWith("malformed reference type");
        assertThat(reader(bytes(0x70)).heapType(0)).isEqualTo(AbstractHeapType.FUNC);
        assertThat(reader(bytes(0x6F)).heapType(0)).isEqualTo(AbstractHeapType.EXTERN);
        assertThat(malformed(bytes(0x40), reader -> reader.heapType(0))).hasMessageStartingWith("malformed heap type");
    }

    @Test
    void blockTypes() {
        assertThat(reader(bytes(0x40)).blockType()).isEqualTo(BinaryReader.EMPTY_BLOCK_TYPE);
        BinaryReader reader = reader(bytes(0x7C));
        assertThat(reader.valType((int) reader.blockType(), 0, 0)).isEqualTo(NumType.F64);
        assertThat(reader(hex("3F")).blockType()).isEqualTo(63);
        assertThat(reader(hex("C000")).blockType()).isEqualTo(64);
        assertThat(reader(hex("FFFFFFFF0F")).blockType()).isEqualTo(0xFFFF_FFFFL);
        assertThat(malformed(hex("FF7F"), BinaryReader::blockType)).hasMessageStartingWith("malformed block type");
    }

    @Test
    void limits() {
        assertThat(limits(reader(hex("0005")))).isEqualTo(Limits.atLeast(5));
        assertThat(limits(reader(hex("01058001")))).isEqualTo(Limits.between(5, 128));
        assertThat(malformed(hex("1005"), BinaryReaderTest::limits)).hasMessageStartingWith("malformed limits flags");
    }

    private static BinaryReader reader(byte[] bytes) {
        return new BinaryReader(bytes, 0, bytes.length);
    }

    private static MalformedException malformed(byte[] bytes, Function<BinaryReader, ?> read) {
        return catchThrowableOfType(MalformedException.class, () -> read.apply(reader(bytes)));
    }

    private static Function<BinaryReader, ?> reader(String what) {
        return switch (what) {
            case "u8" -> BinaryReader::u8;
            case "u32" -> BinaryReader::u32;
            case "s7" -> BinaryReader::s7;
            case "s32" -> BinaryReader::s32;
            case "s33" -> BinaryReader::s33;
            case "s64" -> BinaryReader::s64;
            case "u64" -> BinaryReader::u64;
            case "f32" -> BinaryReader::f32;
            case "f64" -> BinaryReader::f64;
            default -> throw new IllegalArgumentException(what);
        };
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Signed LEB128 by the definition: one byte while the rest is not just its sign. */
    private static byte[] signed(long value) {
        if (value >= -64 && value < 64) {
            return bytes((int) (value & 0x7F));
        }
        return Wasm.join(bytes((int) ((value & 0x7F) | 0x80)), signed(value >> 7));
    }

    private static Limits limits(BinaryReader reader) {
        return reader.limits(reader.limitsFlags(Proposals.HAS_MAX));
    }
}
