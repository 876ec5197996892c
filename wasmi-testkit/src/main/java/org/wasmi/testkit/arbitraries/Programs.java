package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.F32;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;
import static org.wasmi.encoding.type.VecType.V128;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.instruction.Instruction;
import org.wasmi.encoding.instruction.Instructions;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.testkit.oracle.OracleValue;

/**
 * Generates programs of bytecode, with combinations of instructions that no translator would write. The verifier
 * accepts them. Each slot holds values of one type, so results are deterministic except for the bits of NaNs. Programs
 * shrink by removal of instructions, one function body after another.
 */
public final class Programs {

    private static final RefType ANYREF = new RefType(true, AbstractHeapType.ANY);

    /**
     * The types that slots have, by turns, the last one two of them; the type of a global or parameter by its index.
     * After these come two slots each of vectors of f32 and of f64, of which the bits may differ from run to run.
     */
    static final List<ValType> SLOT_TYPES = List.of(I32, I64, F32, F64, FUNCREF, EXTERNREF, ANYREF, V128);

    /** The slots of what exceptions carry, an i32 and an i64. */
    static final int THROWN = 2;

    private static final FuncType ALL = new FuncType(SLOT_TYPES, SLOT_TYPES);
    private static final FuncType NOTHING = new FuncType(List.of(), List.of());
    private static final FuncType SAME = new FuncType(List.of(I32), List.of(I32));

    /** The types of functions by index, those of the two imported ones first. */
    static final List<FuncType> FUNCTION_TYPES = List.of(
            NOTHING,
            SAME,
            ALL,
            ALL,
            new FuncType(List.of(), List.of(I32)),
            new FuncType(List.of(), List.of(I32, I64)),
            new FuncType(List.of(), List.of(EXTERNREF)),
            NOTHING);

    static final int IMPORTED = 2;

    private static final int MAX_LENGTH = 40;
    private static final int MAX_MUTATIONS = 4;

    /** The length of a stored program's header, and where in it the checksum of all that follows is. */
    private static final int HEADER = 20;

    private static final int CHECKSUM = 16;

    private Programs() {}

    /** {@return programs that the verifier accepts} */
    public static Arbitrary<GeneratedProgram> valid() {
        List<Arbitrary<List<Instruction>>> bodies = IntStream.range(IMPORTED, FUNCTION_TYPES.size())
                .<Arbitrary<List<Instruction>>>mapToObj(function ->
                        new CodeArbitraries(function).instructions().list().ofMaxSize(MAX_LENGTH))
                .toList();
        return Combinators.combine(bodies).as(Programs::program);
    }

    /**
     * {@return stored programs in any encoding with a few random changes of bytes behind the header, and with a correct
     * checksum, so that the reader does not refuse them for that}
     */
    public static Arbitrary<Mutated<GeneratedProgram>> mutated() {
        return Combinators.combine(
                        valid(),
                        Arbitraries.of(
                                Encodings.all().keySet().stream().sorted().toList()),
                        Mutation.any().list().ofMinSize(1).ofMaxSize(MAX_MUTATIONS))
                .as((generated, encoding, mutations) -> Mutated.of(
                        generated,
                        StoredPrograms.write(generated.program(), Encodings.named(encoding)),
                        HEADER,
                        mutations,
                        Programs::withChecksum));
    }

    private static byte[] withChecksum(byte[] stored) {
        CRC32C crc = new CRC32C();
        crc.update(stored, HEADER, stored.length - HEADER);
        ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).putInt(CHECKSUM, (int) crc.getValue());
        return stored;
    }

    /** The memory with 64-bit addresses; those before have 32-bit ones. */
    static final int WIDE_MEMORY = 2;

    private static GeneratedProgram program(List<List<Instruction>> bodies) {
        Program.Builder program = Program.builder()
                .metered(true)
                .imports(new Import(HostModule.NAME, "nothing", NOTHING))
                .imports(new Import(HostModule.NAME, "same", SAME))
                .table(new TableDef(new TableType(FUNCREF, Limits.between(8, 12)), Optional.empty()))
                .table(new TableDef(new TableType(EXTERNREF, Limits.between(2, 5)), Optional.empty()))
                .table(new TableDef(new TableType(ANYREF, Limits.between(2, 5)), Optional.empty()))
                .memory(new MemoryType(Limits.between(1, 2)))
                .memory(new MemoryType(Limits.between(1, 1)))
                .memory(new MemoryType(AddressType.I64, Limits.between(1, 1), MemoryType.PAGE_SHIFT, false));
        FUNCTION_TYPES.forEach(program::type);
        program.type(new FuncType(List.of(I32, I64), List.of()))
                .tag(FUNCTION_TYPES.size())
                .tag(FUNCTION_TYPES.size());
        for (ValType type : SLOT_TYPES) {
            ConstExpr init = type.isReference()
                    ? constant(type, "ref_null s0\nreturn_ref s0")
                    : type.equals(V128)
                            ? constant(type, "v128.const s0, 1, 2\nreturn_span s0, count 2")
                            : constant(type, "const32 s0, 1\nreturn_s s0");
            program.global(new GlobalDef(new GlobalType(type, true), init));
        }
        int[] all = IntStream.range(0, FUNCTION_TYPES.size()).toArray();
        ConstExpr zero = constant(I32, "return_i 0");
        program.element(new ElementSegment(FUNCREF, new SegmentMode.Passive(), new ElementSegment.Functions(all)))
                .element(new ElementSegment(
                        EXTERNREF,
                        new SegmentMode.Passive(),
                        new ElementSegment.Expressions(List.of(constant(EXTERNREF, "ref_null s0\nreturn_ref s0")))))
                .element(new ElementSegment(
                        ANYREF,
                        new SegmentMode.Passive(),
                        new ElementSegment.Expressions(List.of(
                                constant(ANYREF, "const32 s0, -1\nref_i31 s0, s0\nreturn_ref s0"),
                                constant(ANYREF, "ref_null s0\nreturn_ref s0")))))
                .element(
                        new ElementSegment(FUNCREF, new SegmentMode.Active(0, zero), new ElementSegment.Functions(all)))
                .data(new DataSegment(new SegmentMode.Passive(), Bytes.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})))
                .data(new DataSegment(new SegmentMode.Passive(), Bytes.copyOf(new byte[0])));
        exports(program);
        List<WasmModule.Call> calls = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            int index = IMPORTED + i;
            Code code = Instructions.encode(
                    CodeArbitraries.complete(index, bodies.get(i)),
                    CodeArbitraries.frame(FUNCTION_TYPES.get(index)),
                    Encodings.named(Encodings.WORDS));
            program.function(new Function(index, () -> code));
            program.export(new Export("f" + index, ExternKind.FUNC, index));
            calls.add(new WasmModule.Call("f" + index, arguments(FUNCTION_TYPES.get(index))));
        }
        return new GeneratedProgram(program.build(), calls);
    }

    private static void exports(Program.Builder program) {
        for (int i = 0; i < 2; i++) {
            program.export(new Export("memory" + i, ExternKind.MEMORY, i));
            program.export(new Export("tag" + i, ExternKind.TAG, i));
        }
        for (int i = 0; i < 3; i++) {
            program.export(new Export("table" + i, ExternKind.TABLE, i));
        }
        for (int i = 0; i < SLOT_TYPES.size(); i++) {
            program.export(new Export("global" + i, ExternKind.GLOBAL, i));
        }
    }

    private static ConstExpr constant(ValType type, String instructions) {
        String references = type.isReference() ? ", references\n" : "\n";
        return new ConstExpr.Computed(
                type,
                Assembler.assemble("frame params 0, results %1$d, locals 0, slots %1$d".formatted(type.slots())
                        + references
                        + instructions));
    }

    private static List<OracleValue> arguments(FuncType type) {
        List<OracleValue> all = List.of(
                new OracleValue.I32(5),
                new OracleValue.I64(-3),
                new OracleValue.F32(0x3FC0_0000),
                new OracleValue.F64(0xC004_0000_0000_0000L),
                new OracleValue.Function(IMPORTED + 2),
                HostModule.OBJECT,
                new OracleValue.I31(7),
                new OracleValue.V128(0x8001_7FFF_00FF_FE01L, 0x3FC0_0000_FFFF_FFF0L));
        return all.subList(0, type.params().size());
    }
}
