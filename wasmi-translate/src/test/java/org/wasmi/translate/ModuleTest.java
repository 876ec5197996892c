package org.wasmi.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmi.translate.Wasm.VOID_TYPE;
import static org.wasmi.translate.Wasm.bytes;
import static org.wasmi.translate.Wasm.code;
import static org.wasmi.translate.Wasm.custom;
import static org.wasmi.translate.Wasm.join;
import static org.wasmi.translate.Wasm.module;
import static org.wasmi.translate.Wasm.name;
import static org.wasmi.translate.Wasm.section;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.Types;
import org.wasmi.translate.binary.WasmFeatures;

/** Sections, one by one: what they mean, and what is wrong with wrong ones. */
class ModuleTest {

    private static final byte[] TABLE = section(4, bytes(1, 0x70, 0, 10));
    private static final byte[] MEMORY = section(5, bytes(1, 0, 1));
    private static final byte[] FUNCTION = section(3, bytes(1, 0));
    private static final byte[] EMPTY_BODY = bytes(0, 0x0B);

    @Test
    void theEmptyModuleIsAProgram() {
        Program program = translate();
        assertThat(program.functions()).isEmpty();
        assertThat(program.start()).isEmpty();
        assertThat(program.names().module()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, unexpected end",
        "006173, 3, unexpected end",
        "0061736E01000000, 0, magic header not detected",
        "6D736100 01000000, 0, magic header not detected",
        "0061736D, 4, unexpected end",
        "0061736D010000, 7, unexpected end",
        "0061736D02000000, 4, unknown binary version",
    })
    void aHeaderIsRequired(String hex, int offset, String message) {
        MalformedException e = catchThrowableOfType(MalformedException.class, () -> Translator.validate(hex(hex)));
        assertThat(e).hasMessageStartingWith(message);
        assertThat(e.offset()).isEqualTo(offset);
    }

    @Test
    void types() {
        Program program = translate(section(1, bytes(2, 0x60, 2, 0x7F, 0x7E, 1, 0x7D, 0x60, 0, 2, 0x70, 0x6F)));
        assertThat(program.types())
                .isEqualTo(Types.builder()
                        .add(new FuncType(List.of(NumType.I32, NumType.I64), List.of(NumType.F32)))
                        .add(new FuncType(List.of(), List.of(RefType.FUNCREF, RefType.EXTERNREF)))
                        .build());
        assertMalformed("malformed definition type", 11, section(1, bytes(1, 0x51, 0, 0)));
        assertMalformed("malformed value type", 13, section(1, bytes(1, 0x60, 1, 0x40, 0)));
    }

    @Test
    void imports() {
        byte[] section = section(
                2,
                bytes(4),
                join(name("m"), name("f"), bytes(0, 0)),
                join(name("m"), name("t"), bytes(1, 0x6F, 1, 2, 3)),
                join(name("m"), name("m"), bytes(2, 0, 1)),
                join(name(""), name("g"), bytes(3, 0x7C, 1)));
        assertThat(translate(VOID_TYPE, section).imports())
                .containsExactly(
                        new Import("m", "f", new FuncType(List.of(), List.of())),
                        new Import("m", "t", new TableType(RefType.EXTERNREF, Limits.between(2, 3))),
                        new Import("m", "m", new MemoryType(Limits.atLeast(1))),
                        new Import("", "g", new GlobalType(NumType.F64, true)));
        assertInvalid("unknown type 1", 22, VOID_TYPE, section(2, bytes(1, 1, 'm', 1, 'f', 0, 1)));
        assertMalformed("malformed import kind", 15, section(2, bytes(1, 1, 'm', 1, 'f', 5, 1)));
        assertMalformed("malformed mutability", 17, section(2, bytes(1, 1, 'm', 1, 'f', 3, 0x7F, 2)));
        assertMalformed("malformed UTF-8 encoding", 12, section(2, bytes(1, 1, 0x80, 1, 'f', 3, 0x7F, 0)));
    }

    @Test
    void functions() {
        Program program = translate(VOID_TYPE, section(3, bytes(2, 0, 0)), code(EMPTY_BODY, EMPTY_BODY));
        assertThat(program.functions()).hasSize(2);
        assertThat(program.functions().get(1).body().code().frame().params()).isZero();
        assertInvalid("unknown type 7", 17, VOID_TYPE, section(3, bytes(1, 7)));
    }

    @Test
    void functionsAndBodiesMustBeAsMany() {
        String message = "function and code section have inconsistent lengths";
        assertMalformed(message, 18, VOID_TYPE, FUNCTION);
        assertMalformed(message, 27, VOID_TYPE, FUNCTION, code(EMPTY_BODY, EMPTY_BODY));
        assertMalformed(message, 14, code(EMPTY_BODY));
    }

    @Test
    void tables() {
        Program program = translate(section(4, bytes(2, 0x70, 0, 10, 0x6F, 1, 2, 2)));
        assertThat(program.tables().get(0).type()).isEqualTo(new TableType(RefType.FUNCREF, Limits.atLeast(10)));
        assertThat(program.tables().get(1).type()).isEqualTo(new TableType(RefType.EXTERNREF, Limits.between(2, 2)));
        assertMalformed("malformed reference type", 11, section(4, bytes(1, 0x7F, 0, 10)));
        assertMalformed("malformed limits flags", 12, section(4, bytes(1, 0x70, 16, 10)));
        assertInvalid("size minimum must not be greater than maximum", 12, section(4, bytes(1, 0x70, 1, 2, 1)));
        assertInvalid("table size", 12, section(4, bytes(1, 0x70, 0, 0x80, 0x80, 0x80, 0x80, 0x10)));
    }

    @Test
    void tablesMayHaveAnInitialValue() {
        Program program = translate(section(4, bytes(1, 0x40, 0, 0x70, 0, 10, 0xD0, 0x70, 0x0B)));
        assertThat(program.tables().get(0).init()).isPresent();
        assertThat(program.tables().get(0).init().orElseThrow().type()).isEqualTo(RefType.FUNCREF);
        assertMalformed("zero byte expected", 12, section(4, bytes(1, 0x40, 1, 0x70, 0, 10, 0xD0, 0x70, 0x0B)));
    }

    private static TranslationOptions allFeatures() {
        return TranslationOptions.DEFAULT.withFeatures(WasmFeatures.ALL);
    }

    @Test
    void memoriesAndTablesWith64BitAddresses() {
        byte[] least = bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40); // 2^48
        Program program = translate(
                section(4, bytes(1, 0x70, 5, 1), bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1)),
                section(5, bytes(1, 4), least));
        assertThat(program.tables().get(0).type())
                .isEqualTo(new TableType(AddressType.I64, RefType.FUNCREF, Limits.between(1, -1)))
                .hasToString("i64 1 18446744073709551615 funcref");
        assertThat(program.memories()).hasToString("[i64 281474976710656]");
        byte[] more = bytes(0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40);
        assertInvalid("memory size must be at most 281474976710656 pages", 11, section(5, bytes(1, 4), more));
        assertInvalid("size minimum must not be greater than maximum", 11, section(5, bytes(1, 5, 2, 1)));
        assertMalformed("malformed limits flags", 11, section(5, bytes(1, 0x10, 1)));
        assertMalformed("malformed limits flags", 12, section(4, bytes(1, 0x70, 8, 1, 0)));
    }

    @Test
    void memoriesWithPagesOfAByte() {
        byte[] wasm = Wasm.module(section(
                5,
                bytes(2, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 13, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
                bytes(0xFF, 0xFF, 0xFF, 0xFF, 1, 0)));
        assertThat(Translator.translate(wasm, allFeatures()).memories())
                .hasToString("[4294967295 (pagesize 0x1), i64 1 18446744073709551615 (pagesize 0x1)]");
        byte[] more = Wasm.module(section(5, bytes(1, 8, 0x80, 0x80, 0x80, 0x80, 0x10, 0)));
        assertThatThrownBy(() -> Translator.translate(more, allFeatures()))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("memory size must be at most 4294967295 pages");
        byte[] pages = Wasm.module(section(5, bytes(1, 8, 1, 12)));
        assertThatThrownBy(() -> Translator.translate(pages, allFeatures()))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith("invalid custom page size");
        byte[] shift = Wasm.module(section(5, bytes(1, 8, 1, 64)));
        assertThatThrownBy(() -> Translator.translate(shift, allFeatures()))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("invalid custom page size");
    }

    @Test
    void memories() {
        Program program = translate(section(5, bytes(2, 0, 1, 1, 2, 0x80, 0x80, 4)));
        assertThat(program.memories())
                .containsExactly(new MemoryType(Limits.atLeast(1)), new MemoryType(Limits.between(2, 65_536)));
        assertInvalid("memory size must be at most 65536 pages", 11, section(5, bytes(1, 0, 0x81, 0x80, 4)));
        assertInvalid("memory size must be at most", 11, section(5, bytes(1, 1, 0, 0x81, 0x80, 4)));
        assertInvalid("size minimum must not be greater than maximum", 11, section(5, bytes(1, 1, 2, 1)));
        byte[] negative = bytes(1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1);
        assertInvalid("memory size must be at most", 11, section(5, negative));
    }

    @Test
    void globals() {
        Program program = translate(section(6, bytes(2, 0x7F, 0, 0x41, 5, 0x0B, 0x7F, 1, 0x23, 0, 0x0B)));
        assertThat(program.globals().get(0).type()).isEqualTo(new GlobalType(NumType.I32, false));
        assertThat(program.globals().get(1).type()).isEqualTo(new GlobalType(NumType.I32, true));
        assertThat(program.globals().get(1).init().type()).isEqualTo(NumType.I32);
        assertMalformed("malformed mutability", 12, section(6, bytes(1, 0x7F, 3, 0x41, 5, 0x0B)));
    }

    @Test
    void initialValuesAreConstant() {
        assertInvalid("type mismatch", section(6, bytes(1, 0x7F, 0, 0x42, 5, 0x0B)));
        assertInvalid("unknown global", section(6, bytes(1, 0x7F, 0, 0x23, 0, 0x0B)));
        assertInvalid("constant expression required", section(6, bytes(1, 0x7F, 0, 0x41, 5, 0x45, 0x0B)));
        byte[] mutable = bytes(2, 0x7F, 1, 0x41, 5, 0x0B, 0x7F, 0, 0x23, 0, 0x0B);
        assertInvalid("constant expression required", section(6, mutable));
        assertInvalid("unknown function 3", section(6, bytes(1, 0x70, 0, 0xD2, 3, 0x0B)));
    }

    @Test
    void exports() {
        byte[] kinds = bytes(4, 1, 'f', 0, 0, 1, 't', 1, 0, 1, 'm', 2, 0, 1, 'g', 3, 0);
        byte[] global = section(6, bytes(1, 0x7F, 0, 0x41, 5, 0x0B));
        Program program = translate(VOID_TYPE, FUNCTION, TABLE, MEMORY, global, section(7, kinds), code(EMPTY_BODY));
        assertThat(program.exports())
                .containsExactly(
                        new Export("f", ExternKind.FUNC, 0),
                        new Export("t", ExternKind.TABLE, 0),
                        new Export("m", ExternKind.MEMORY, 0),
                        new Export("g", ExternKind.GLOBAL, 0));
        assertMalformed("malformed export kind", 13, section(7, bytes(1, 1, 'f', 9, 0)));
        byte[] twice = bytes(2, 1, 'm', 2, 0, 1, 'm', 2, 0);
        assertInvalid("duplicate export name", 20, MEMORY, section(7, twice));
    }

    @ParameterizedTest
    @CsvSource({"0, unknown function 3", "1, unknown table 3", "2, unknown memory 3", "3, unknown global 3"})
    void exportsMustExist(int kind, String message) {
        assertInvalid(message, 14, section(7, bytes(1, 1, 'x', kind, 3)));
    }

    @Test
    void start() {
        Program program = translate(VOID_TYPE, FUNCTION, section(8, bytes(0)), code(EMPTY_BODY));
        assertThat(program.start()).isEqualTo(OptionalInt.of(0));
        assertInvalid("unknown function 4294967295", 10, section(8, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F)));
        byte[] parameter = section(1, bytes(1, 0x60, 1, 0x7F, 0));
        assertInvalid("start function", 21, parameter, FUNCTION, section(8, bytes(0)));
        byte[] result = section(1, bytes(1, 0x60, 0, 1, 0x7F));
        assertInvalid("start function", 21, result, FUNCTION, section(8, bytes(0)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 4100 0B 02 0000",
                "01 00 02 0000",
                "02 00 4100 0B 00 02 0000",
                "03 00 02 0000",
                "04 4100 0B 02 D2000B D2000B",
                "05 70 02 D2000B D2000B",
                "06 00 4100 0B 70 02 D2000B D2000B",
                "07 70 02 D2000B D2000B",
            })
    void elementSegmentsHaveEightForms(String hex) {
        byte[] segment = hex(hex);
        Program program = translate(VOID_TYPE, FUNCTION, TABLE, section(9, bytes(1), segment), code(EMPTY_BODY));
        ElementSegment element = program.elements().get(0);
        int flags = segment[0];
        assertThat(element.type()).isEqualTo(flags < 4 ? new RefType(false, AbstractHeapType.FUNC) : RefType.FUNCREF);
        assertThat(element.items().size()).isEqualTo(2);
        assertThat(element.items())
                .isInstanceOf(flags < 4 ? ElementSegment.Functions.class : ElementSegment.Expressions.class);
        if ((flags & 1) == 0) {
            assertThat(element.mode()).isInstanceOf(SegmentMode.Active.class);
        } else {
            assertThat(element.mode())
                    .isEqualTo((flags & 2) == 0 ? new SegmentMode.Passive() : new SegmentMode.Declarative());
        }
    }

    @Test
    void elementSegmentsAreValid() {
        assertMalformed("malformed elements segment kind", 11, section(9, bytes(1, 8)));
        assertMalformed("malformed element kind", 12, section(9, bytes(1, 1, 1, 0)));
        assertInvalid("unknown table 0", 12, section(9, bytes(1, 0, 0x41, 0, 0x0B, 0)));
        assertInvalid("unknown table 1", 18, TABLE, section(9, bytes(1, 2, 1, 0x41, 0, 0x0B, 0, 0)));
        assertInvalid("unknown function 0", 14, section(9, bytes(1, 1, 0, 1, 0)));
        assertInvalid("type mismatch", 17, TABLE, section(9, bytes(1, 6, 0, 0x41, 0, 0x0B, 0x6F, 0)));
        assertInvalid("type mismatch", TABLE, section(9, bytes(1, 0, 0x42, 0, 0x0B, 0)));
        assertInvalid("type mismatch", section(9, bytes(1, 5, 0x70, 1, 0xD0, 0x6F, 0x0B)));
    }

    @Test
    void dataSegments() {
        byte[] data = bytes(3, 0, 0x41, 1, 0x0B, 2, 'a', 'b', 1, 1, 'c', 2, 0, 0x41, 0, 0x0B, 0);
        Program program = translate(MEMORY, section(11, data));
        assertThat(program.data())
                .extracting(segment -> segment.bytes())
                .containsExactly(Bytes.copyOf(bytes('a', 'b')), Bytes.copyOf(bytes('c')), Bytes.EMPTY);
        assertThat(program.data().get(1).mode()).isEqualTo(new SegmentMode.Passive());
        assertInvalid("unknown memory 0", 12, section(11, bytes(1, 0, 0x41, 0, 0x0B, 0)));
        assertInvalid("unknown memory 1", 17, MEMORY, section(11, bytes(1, 2, 1, 0x41, 0, 0x0B, 0)));
        assertMalformed("malformed data segment kind", 11, section(11, bytes(1, 3, 0)));
        assertMalformed("unexpected end", 14, section(11, bytes(1, 1, 9, 'a')));
    }

    @Test
    void dataSegmentsAreAsManyAsAnnounced() {
        String message = "data count and data section have inconsistent lengths";
        assertThat(translate(section(12, bytes(1)), section(11, bytes(1, 1, 0))).data())
                .hasSize(1);
        assertThat(translate(section(12, bytes(0))).data()).isEmpty();
        assertMalformed(message, 13, section(12, bytes(2)), section(11, bytes(1, 1, 0)));
        assertMalformed(message, 11, section(12, bytes(1)));
    }

    @Test
    void customSectionsAreKeptWhereverTheyAre() {
        Program program = translate(
                custom("one", bytes(1, 2)), VOID_TYPE, custom("", bytes()), MEMORY, custom("one", bytes(0xFF)));
        assertThat(program.customSections())
                .containsExactly(
                        new CustomSection("one", Bytes.copyOf(bytes(1, 2))),
                        new CustomSection("", Bytes.EMPTY),
                        new CustomSection("one", Bytes.copyOf(bytes(0xFF))));
        assertMalformed("malformed UTF-8 encoding", 11, section(0, bytes(1, 0xFF)));
        assertMalformed("unexpected end", 10, section(0));
        assertMalformed("length out of bounds", 10, section(0, bytes(4, 'a', 'b')));
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 0x7F, 0x80, 0xFF})
    void sectionsMustBeKnown(int id) {
        assertMalformed("malformed section id", 8, section(id, bytes(0)));
    }

    @Test
    void sectionsComeInOrderAndOnce() {
        String message = "unexpected content after last section";
        assertMalformed(message, 14, VOID_TYPE, VOID_TYPE);
        assertMalformed(message, 13, MEMORY, VOID_TYPE);
        assertMalformed(message, 11, section(10, bytes(0)), section(12, bytes(0)));
    }

    @Test
    void sectionsEndWhereTheySay() {
        assertMalformed("section size mismatch", 10, section(5, bytes(1, 0, 1, 0)));
        assertMalformed("section size mismatch", 10, bytes(5, 2, 1, 0, 1));
        assertMalformed("length out of bounds", 9, bytes(5, 4, 1, 0, 1));
        assertMalformed("unexpected end", 9, bytes(5));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11})
    void hostileCountsAreRefusedBeforeAnythingIsAllocated(int id) {
        assertMalformed("unexpected end", 15, section(id, bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F)));
    }

    private static Program translate(byte[]... sections) {
        return Translator.translate(module(sections), TranslationOptions.DEFAULT.withMode(TranslationMode.EAGER));
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void assertMalformed(String message, int offset, byte[]... sections) {
        MalformedException e = catchThrowableOfType(MalformedException.class, () -> translate(sections));
        assertThat(e).hasMessageStartingWith(message);
        assertThat(e.offset()).isEqualTo(offset);
    }

    private static void assertInvalid(String message, int offset, byte[]... sections) {
        InvalidException e = assertInvalid(message, sections);
        assertThat(e.offset()).isEqualTo(offset);
    }

    private static InvalidException assertInvalid(String message, byte[]... sections) {
        InvalidException e = catchThrowableOfType(InvalidException.class, () -> translate(sections));
        assertThat(e).hasMessageStartingWith(message);
        assertThat(e.function()).isEqualTo(InvalidException.NO_FUNCTION);
        return e;
    }
}
