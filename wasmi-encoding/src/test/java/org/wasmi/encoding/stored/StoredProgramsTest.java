package org.wasmi.encoding.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.wasmi.encoding.type.NumType.F32;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.CustomSection;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

class StoredProgramsTest {
    private static final int PAYLOAD = 20;
    private static final RefType FUNCTION = new RefType(false, AbstractHeapType.FUNC);

    private static ConstExpr constant(ValType type, String instruction) {
        String references = type.isReference() ? ", references\n" : "\n";
        return new ConstExpr.Computed(
                type, Assembler.assemble("frame params 0, results 1, locals 0, slots 1" + references + instruction));
    }

    private static Code loop() {
        InstructionWriter writer =
                new InstructionWriter(Encodings.named(Encodings.WORDS).encoder());
        var top = writer.newLabel();
        writer.bind(top);
        writer.source(1_000_000);
        writer.write(Op.CONSUME_FUEL, 3);
        writer.write(Op.I32_ADD_SI, 0, 0, -1);
        writer.source(999);
        writer.write(Op.CALL_IMPORT, 0, 2);
        writer.branch(Op.BR_IF_NEZ, top, 0);
        writer.write(Op.CONST64, 1, Long.MIN_VALUE + 5);
        writer.write(Op.RETURN_S, 1);
        var end = writer.newLabel();
        writer.bind(end);
        writer.handler(HandlerTable.Clause.CATCH_ALL, top, end, 0, top, 0);
        return writer.finish(new FrameShape(1, 1, 2, 3, false));
    }

    /** A program with each part, and each alternative of each part. */
    private static Program everything() {
        ConstExpr zero = constant(I32, "return_i 0");
        Code references = Assembler.assemble(
                "frame params 2, results 2, locals 2, slots 2, references\nreturn_span_refs s0, count 2");
        return Program.builder()
                .type(new FuncType(List.of(I32), List.of(I64)))
                .type(new FuncType(List.of(EXTERNREF, F32), List.of(EXTERNREF, F32)))
                .type(new FuncType(List.of(), List.of()))
                .type(new FuncType(List.of(VecType.V128, FUNCTION), List.of()))
                .imports(new Import("env", "f", new FuncType(List.of(), List.of())))
                .imports(new Import("", "t", new TableType(EXTERNREF, Limits.atLeast(3))))
                .imports(new Import("env", "m", new MemoryType(Limits.between(0, 65_536))))
                .imports(new Import("env", "\u00FC\uD83D\uDE00", new GlobalType(I32, false)))
                .imports(new Import("env", "v", new GlobalType(VecType.V128, true)))
                .importTag("env", "e", 3)
                .tag(2)
                .function(new Function(0, StoredProgramsTest::loop))
                .function(new Function(1, () -> references))
                .table(new TableDef(new TableType(FUNCREF, Limits.between(1, 4_294_967_295L)), Optional.empty()))
                .table(new TableDef(
                        new TableType(FUNCTION, Limits.atLeast(0)),
                        Optional.of(constant(FUNCTION, "ref_func s0, func 1\nreturn_ref s0"))))
                .memory(new MemoryType(Limits.atLeast(1)))
                .global(new GlobalDef(
                        new GlobalType(F64, true), constant(F64, "const64 s0, 4614253070214989087\nreturn_s s0")))
                .global(new GlobalDef(
                        new GlobalType(EXTERNREF, false), constant(EXTERNREF, "ref_null s0\nreturn_ref s0")))
                .global(new GlobalDef(new GlobalType(I32, false), new ConstExpr.Numeric(I32, -1)))
                .global(new GlobalDef(new GlobalType(I64, true), new ConstExpr.Numeric(I64, Long.MIN_VALUE)))
                .global(new GlobalDef(new GlobalType(F32, true), new ConstExpr.Numeric(F32, 0x8000_0000L)))
                .export(new Export("run", ExternKind.FUNC, 1))
                .export(new Export("t", ExternKind.TABLE, 0))
                .export(new Export("m", ExternKind.MEMORY, 1))
                .export(new Export("", ExternKind.GLOBAL, 2))
                .export(new Export("e", ExternKind.TAG, 1))
                .start(0)
                .metered(true)
                .element(new ElementSegment(
                        FUNCREF, new SegmentMode.Active(1, zero), new ElementSegment.Functions(0, 1, 1)))
                .element(new ElementSegment(
                        FUNCTION,
                        new SegmentMode.Passive(),
                        new ElementSegment.Expressions(
                                List.of(constant(FUNCTION, "ref_func s0, func 0\nreturn_ref s0")))))
                .element(new ElementSegment(FUNCREF, new SegmentMode.Declarative(), new ElementSegment.Functions()))
                .element(new ElementSegment(
                        FUNCREF,
                        new SegmentMode.Active(1, new ConstExpr.Numeric(I32, 7)),
                        new ElementSegment.Expressions(List.of(
                                new ConstExpr.FunctionReference(FUNCREF, 1), new ConstExpr.NullReference(FUNCREF)))))
                .data(new DataSegment(
                        new SegmentMode.Active(1, new ConstExpr.Numeric(I32, 0xFFFF_FFFFL)),
                        Bytes.copyOf(new byte[] {5, 6})))
                .data(new DataSegment(new SegmentMode.Active(0, zero), Bytes.copyOf(new byte[] {0, -1, 127})))
                .data(new DataSegment(new SegmentMode.Passive(), Bytes.EMPTY))
                .customSection(new CustomSection("producers", Bytes.copyOf(new byte[] {1, 2, 3})))
                .customSection(new CustomSection("", Bytes.EMPTY))
                .codeOffset(1234)
                .names(new StoredNames(Optional.of("everything"), Map.of(0, "f", 2, "identity")))
                .build();
    }

    private static Program small() {
        Code code = Assembler.assemble("""
                frame params 1, results 1, locals 1, slots 2
                L0:
                    i32.add_si s0, s0, -1
                    br_if_nez L0, s0
                    call func 0, s1
                    return_s s1
                """);
        return Program.builder()
                .type(new FuncType(List.of(I32), List.of(I32)))
                .function(new Function(0, () -> code))
                .export(new Export("f", ExternKind.FUNC, 0))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {Encodings.WORDS, Encodings.COMPACT})
    void whatIsReadIsWhatWasWritten(String encoding) {
        Program program = everything();

        Program read = StoredPrograms.read(StoredPrograms.write(program, Encodings.named(encoding)));

        assertThat(read.types()).isEqualTo(program.types());
        assertThat(read.imports()).isEqualTo(program.imports());
        assertThat(read.functionTypes()).isEqualTo(program.functionTypes());
        assertThat(read.tables().get(0)).isEqualTo(program.tables().get(0));
        assertThat(read.tables())
                .extracting(TableDef::type)
                .isEqualTo(program.tables().stream().map(TableDef::type).toList());
        assertThat(read.memories()).isEqualTo(program.memories());
        assertThat(read.globals())
                .extracting(GlobalDef::type)
                .isEqualTo(program.globals().stream().map(GlobalDef::type).toList());
        assertThat(read.tagCount()).isEqualTo(2);
        assertThat(read.tagTypeIndex(0)).isEqualTo(3);
        assertThat(read.tagTypeIndex(1)).isEqualTo(2);
        assertThat(read.exports()).isEqualTo(program.exports());
        assertThat(read.start()).isEqualTo(program.start());
        assertThat(read.elements())
                .extracting(ElementSegment::type)
                .containsExactly(FUNCREF, FUNCTION, FUNCREF, FUNCREF);
        assertThat(read.elements()).extracting(each -> each.items().size()).containsExactly(3, 1, 0, 2);
        assertThat(((ElementSegment.Functions) read.elements().get(0).items()).functionAt(2))
                .isEqualTo(1);
        assertThat(read.elements().get(1).mode()).isEqualTo(new SegmentMode.Passive());
        assertThat(read.elements().get(2).mode()).isEqualTo(new SegmentMode.Declarative());
        assertThat(read.data())
                .extracting(DataSegment::bytes)
                .isEqualTo(program.data().stream().map(DataSegment::bytes).toList());
        assertThat(read.data().get(2).mode()).isEqualTo(new SegmentMode.Passive());
        assertThat(read.customSections()).isEqualTo(program.customSections());
        assertThat(read.codeOffset()).isEqualTo(program.codeOffset());
        assertThat(read.names()).isEqualTo(program.names());
        assertThat(read.isMetered()).isTrue();
        assertThat(constants(read)).hasSize(7).isEqualTo(constants(program));
        assertThat(codes(read)).extracting(Code::encoding).containsOnly(encoding);
        assertThat(codes(read).stream().map(StoredProgramsTest::canonical)).isEqualTo(codes(program));
    }

    private static Code canonical(Code code) {
        return Encodings.transcode(code, Encodings.named(Encodings.WORDS));
    }

    /** The code of all functions and constant expressions. */
    private static List<Code> codes(Program program) {
        return Stream.of(
                        program.functions().stream().map(each -> each.body().code()),
                        program.tables().stream()
                                .flatMap(each -> each.init().stream().flatMap(StoredProgramsTest::code)),
                        program.globals().stream().flatMap(each -> code(each.init())),
                        program.elements().stream()
                                .flatMap(each -> each.items() instanceof ElementSegment.Expressions expressions
                                        ? expressions.list().stream().flatMap(StoredProgramsTest::code)
                                        : Stream.empty()),
                        program.elements().stream().flatMap(each -> offset(each.mode())),
                        program.data().stream().flatMap(each -> offset(each.mode())))
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<Code> offset(SegmentMode mode) {
        return mode instanceof SegmentMode.Active active ? code(active.offset()) : Stream.empty();
    }

    private static Stream<Code> code(ConstExpr expression) {
        return expression instanceof ConstExpr.Computed computed ? Stream.of(computed.code()) : Stream.empty();
    }

    /** All constant expressions that are single constants. */
    private static List<ConstExpr> constants(Program program) {
        Stream<ConstExpr> offsets = Stream.concat(
                        program.elements().stream().map(ElementSegment::mode),
                        program.data().stream().map(DataSegment::mode))
                .flatMap(each ->
                        each instanceof SegmentMode.Active active ? Stream.of(active.offset()) : Stream.empty());
        Stream<ConstExpr> items = program.elements().stream()
                .flatMap(each -> each.items() instanceof ElementSegment.Expressions expressions
                        ? expressions.list().stream()
                        : Stream.empty());
        return Stream.of(program.globals().stream().map(GlobalDef::init), items, offsets)
                .flatMap(each -> each)
                .filter(each -> !(each instanceof ConstExpr.Computed))
                .toList();
    }

    @Test
    void sourcesAreKept() {
        Program read = StoredPrograms.read(StoredPrograms.write(everything(), Encodings.named(Encodings.WORDS)));
        SourceMap sources = read.functions().get(0).body().code().sources();

        assertThat(sources.offsetAt(0)).isEqualTo(1_000_000);
        assertThat(sources.offsetAt(5)).isEqualTo(1_000_000);
        assertThat(sources.offsetAt(6)).isEqualTo(999);
        assertThat(sources.offsetAt(100)).isEqualTo(999);
    }

    @Test
    void whatWasReadIsWrittenToTheSameBytes() {
        for (Program program : List.of(everything(), small(), Program.builder().build())) {
            byte[] bytes = StoredPrograms.write(program);

            assertThat(StoredPrograms.write(StoredPrograms.read(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void functionsGiveTheSameCodeEachTime() {
        Program read = StoredPrograms.read(StoredPrograms.write(small()));

        assertThat(read.functions().get(0).body().code())
                .isSameAs(read.functions().get(0).body().code());
    }

    @Test
    void aProgramWithoutNamesHasNoneWhenRead() {
        Program read = StoredPrograms.read(StoredPrograms.write(small()));

        assertThat(read.names().module()).isEmpty();
        assertThat(read.names().function(0)).isEmpty();
        assertThat(StoredPrograms.read(StoredPrograms.write(everything()))
                        .names()
                        .local(0, 0))
                .isEmpty();
    }

    @Test
    void storedProgramsAreKnownByTheirFirstBytes() {
        assertThat(StoredPrograms.isStored(StoredPrograms.write(small()))).isTrue();
        assertThat(StoredPrograms.isStored(new byte[] {0, 'w', 'm', 'i'})).isTrue();
        assertThat(StoredPrograms.isStored(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0}))
                .isFalse();
        assertThat(StoredPrograms.isStored(new byte[] {0, 'w', 'm'})).isFalse();
    }

    @Test
    void theHeaderIsAsDocumented() {
        byte[] bytes = StoredPrograms.write(small());
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        crc.update(bytes, PAYLOAD, bytes.length - PAYLOAD);

        assertThat(Arrays.copyOf(bytes, 4)).containsExactly(0, 'w', 'm', 'i');
        assertThat(header.getInt(4)).isEqualTo(StoredPrograms.FORMAT_VERSION);
        assertThat(header.getInt(8)).isEqualTo(Isa.version());
        assertThat(header.getInt(12)).isEqualTo(bytes.length - PAYLOAD);
        assertThat(header.getInt(16)).isEqualTo((int) crc.getValue());
    }

    private static byte[] withInt(int at, int value) {
        byte[] bytes = StoredPrograms.write(small());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        return bytes;
    }

    @Test
    void otherVersionsAreRefusedByName() {
        int next = StoredPrograms.FORMAT_VERSION + 1;
        assertThatThrownBy(() -> StoredPrograms.read(withInt(4, next)))
                .isInstanceOfSatisfying(
                        MalformedException.class, e -> assertThat(e.offset()).isEqualTo(4))
                .hasMessageContaining("version " + next + " of the format; this is version " + (next - 1));
        assertThatThrownBy(() -> StoredPrograms.read(withInt(4, next - 2)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("version " + (next - 2) + " of the format; this is version " + (next - 1));
        assertThatThrownBy(() -> StoredPrograms.read(withInt(8, Isa.version() + 1)))
                .isInstanceOfSatisfying(
                        MalformedException.class, e -> assertThat(e.offset()).isEqualTo(8))
                .hasMessageContaining(
                        "version " + (Isa.version() + 1) + " of the instruction set; this is version " + Isa.version());
        assertThatThrownBy(() -> StoredPrograms.read(withInt(8, Isa.version() - 1)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void whatIsNotAStoredProgramIsToldAsSuch() {
        assertThatThrownBy(() -> StoredPrograms.read("\0asm\1\0\0\0".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("not a stored program");
    }

    @Test
    void aWrongChecksumIsToldAsSuch() {
        assertThatThrownBy(() -> StoredPrograms.read(withInt(16, 0)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("the checksum does not match (at byte 16)");
    }

    @Test
    void programsAreVerifiedWhenRead() {
        Code code = Assembler.assemble("frame params 0, results 0, locals 0, slots 100\ncopy s100, s0\nreturn");
        byte[] bytes = StoredPrograms.write(Program.builder()
                .type(new FuncType(List.of(), List.of()))
                .function(new Function(0, () -> code))
                .build());

        assertThatThrownBy(() -> StoredPrograms.read(bytes)).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> StoredPrograms.read(bytes, 99)).isInstanceOf(ResourceException.class);
    }

    @Test
    void namesThatAreNotUnicodeAreRefusedWhenWritten() {
        Program program = Program.builder()
                .customSection(new CustomSection("\uD800", Bytes.EMPTY))
                .build();

        assertThatThrownBy(() -> StoredPrograms.write(program)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whetherCodeIsMeteredIsKept() {
        byte[] bytes = StoredPrograms.write(Program.builder().build());
        assertThat(StoredPrograms.read(bytes).isMetered()).isFalse();
        bytes[bytes.length - 1] = 1;
        assertThat(StoredPrograms.read(sealed(bytes)).isMetered()).isTrue();
        bytes[bytes.length - 1] = 2;
        assertThatThrownBy(() -> StoredPrograms.read(sealed(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("metering is 0 or 1, not 2");
    }

    @Test
    void aProgramThatEndsAnywhereIsMalformed() {
        byte[] bytes = StoredPrograms.write(everything());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> StoredPrograms.read(cut)).isInstanceOf(MalformedException.class);
            if (length > PAYLOAD) {
                assertThatThrownBy(() -> StoredPrograms.read(sealed(cut))).isInstanceOf(MalformedException.class);
            }
        }
        assertThatThrownBy(() -> StoredPrograms.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> StoredPrograms.read(sealed(Arrays.copyOf(bytes, bytes.length + 1))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("behind the last section");
    }

    /** Bytes with the length and the checksum that they should have. */
    private static byte[] sealed(byte[] bytes) {
        byte[] sealed = bytes.clone();
        CRC32C crc = new CRC32C();
        crc.update(sealed, PAYLOAD, sealed.length - PAYLOAD);
        ByteBuffer.wrap(sealed)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(12, sealed.length - PAYLOAD)
                .putInt(16, (int) crc.getValue());
        return sealed;
    }

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = StoredPrograms.write(small());
        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> StoredPrograms.read(flipped)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Encodings.WORDS, Encodings.COMPACT})
    void forgedBytesAreAWellFormedProgramOrATypedError(String encoding) {
        byte[] bytes = StoredPrograms.write(everything(), Encodings.named(encoding));
        int accepted = 0;
        for (int bit = PAYLOAD * Byte.SIZE; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] forged = bytes.clone();
            forged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            accepted += isAccepted(sealed(forged)) ? 1 : 0;
        }
        assertThat(accepted).isBetween(100, bytes.length * Byte.SIZE / 2);
    }

    @Test
    void bytesThatAreReplacedAtRandomAreAWellFormedProgramOrATypedError() {
        byte[] bytes = StoredPrograms.write(everything());
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            byte[] forged = bytes.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = PAYLOAD + random.nextInt(bytes.length - PAYLOAD);
                forged[at] = random.nextBoolean() ? (byte) random.nextInt() : -1;
            }
            isAccepted(sealed(forged));
        }
    }

    /** Whether bytes are accepted; if so, what is read is written to bytes that read the same. */
    private static boolean isAccepted(byte[] bytes) {
        Program program;
        try {
            program = StoredPrograms.read(bytes);
        } catch (WasmException e) {
            assertThat(e).isInstanceOfAny(MalformedException.class, InvalidException.class, ResourceException.class);
            return false;
        }
        byte[] again = StoredPrograms.write(program);
        assertThat(StoredPrograms.write(StoredPrograms.read(again))).isEqualTo(again);
        return true;
    }

    /** Where the contents of sections begin. */
    private static List<Integer> sections(byte[] bytes) {
        List<Integer> sections = new ArrayList<>();
        for (int at = PAYLOAD; at < bytes.length; ) {
            int size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at + 1);
            sections.add(at + 5);
            at += 5 + size;
        }
        return sections;
    }

    /** Replaces bytes of a section, which may so become longer or shorter. */
    private static byte[] replaced(byte[] bytes, int section, int at, int length, byte... by) {
        ByteBuffer forged =
                ByteBuffer.allocate(bytes.length - length + by.length).order(ByteOrder.LITTLE_ENDIAN);
        forged.put(bytes, 0, at).put(by).put(bytes, at + length, bytes.length - at - length);
        forged.putInt(section - 4, forged.getInt(section - 4) - length + by.length);
        return sealed(forged.array());
    }

    /** Numbers become the greatest, the least and others that may overflow: bytes alone hardly ever make these. */
    @ParameterizedTest
    @ValueSource(strings = {Encodings.WORDS, Encodings.COMPACT})
    void numbersThatAreReplacedAreAWellFormedProgramOrATypedError(String encoding) {
        byte[] bytes = StoredPrograms.write(everything(), Encodings.named(encoding));
        byte[][] numbers = {
            {-1, -1, -1, -1, 0x0F}, // 2^32 - 1
            {-1, -1, -1, -1, 0x07}, // 2^31 - 1
            {-128, -128, -128, -128, 0x08}, // 2^31
            {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, // 2^64 - 1
            {-128, -128, 4}, // 2^16
            {-1, -1, -1, 0x7F}, // 2^28 - 1
            {0},
            {1},
            {},
        };
        List<Integer> sections = sections(bytes);
        int cases = 0;
        for (int i = 0; i < sections.size(); i++) {
            int section = sections.get(i);
            int end = i + 1 < sections.size() ? sections.get(i + 1) - 5 : bytes.length;
            for (int at = section; at < end; at++) {
                for (byte[] number : numbers) {
                    isAccepted(replaced(bytes, section, at, 1, number));
                    cases++;
                    for (int second = at + 1; second < Math.min(end, at + 8); second++) {
                        isAccepted(replaced(replaced(bytes, section, second, 1, number), section, at, 1, number));
                        cases++;
                    }
                }
            }
        }
        assertThat(cases).isGreaterThan(20_000);
    }

    @Test
    void codeOfMoreUnitsThanItHasIsMalformed() {
        // The length of the code, 2^32 - 1, and a source at 2^31, which is not behind it.
        byte[] bytes = StoredPrograms.write(Program.builder()
                .type(new FuncType(List.of(), List.of()))
                .function(new Function(0, () -> {
                    InstructionWriter writer = new InstructionWriter(
                            Encodings.named(Encodings.WORDS).encoder());
                    writer.source(0x77);
                    writer.write(Op.RETURN);
                    return writer.finish(new FrameShape(0, 0, 0, 0, false));
                }))
                .build());
        int section = sections(bytes).get(3);
        int length = section + 7; // after the count, the type and the frame
        int position = length + 2 + 4 * bytes[length + 1] + 1;
        byte[] forged =
                replaced(bytes, section, position, 1, (byte) -128, (byte) -128, (byte) -128, (byte) -128, (byte) 8);
        byte[] negative = replaced(forged, section, length, 1, (byte) -1, (byte) -1, (byte) -1, (byte) -1, (byte) 15);

        assertThatThrownBy(() -> StoredPrograms.read(negative))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("4294967295 units of code in 1 ints");
    }

    /** Indices that a table of 2 * count places would put side by side. */
    @Test
    @Timeout(60)
    void namesOfFunctionsWhoseIndicesCollideAreReadInLittleTime() {
        int count = 300_000;
        ByteWriter names = new ByteWriter();
        names.flag(false);
        names.u32(count);
        int places = 2 * count;
        int perPlace = Integer.MAX_VALUE / places;
        for (int i = 0; i < count; i++) {
            names.u32(i % perPlace * places + i / perPlace);
            names.text("");
        }
        byte[] bytes = StoredPrograms.write(Program.builder().build());
        int section = sections(bytes).get(13);

        Program program = StoredPrograms.read(replaced(bytes, section, section, 2, names.toByteArray()));

        assertThat(program.names().function(places)).hasValue("");
    }

    @Test
    void hugeCountsTakeNoMemory() {
        byte[] bytes = StoredPrograms.write(small());
        int types = PAYLOAD + 5 + 1 + "compact".length() + 5;
        byte[] forged = Arrays.copyOf(bytes, bytes.length + 4);
        System.arraycopy(bytes, types + 1, forged, types + 5, bytes.length - types - 1);
        System.arraycopy(new byte[] {-1, -1, -1, -1, 15}, 0, forged, types, 5);
        forged[types - 4] = (byte) (forged[types - 4] + 4);

        assertThatThrownBy(() -> StoredPrograms.read(sealed(forged)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("4294967295 items in");
    }

    @Test
    void encodingsThatAreNotThereAreToldByName() {
        byte[] bytes = StoredPrograms.write(small());
        bytes[PAYLOAD + 6] = 'C';

        assertThatThrownBy(() -> StoredPrograms.read(sealed(bytes)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("the code has the encoding 'Compact'; there are only [compact, words]");
    }
}
