package org.wasmi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.WasmException;
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
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Extern;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.Executors;

/**
 * Takes a stored program that uses every kind of instruction, replaces some bytes and makes the checksum fit. What is
 * read nevertheless must do no harm: whatever executor runs it, it returns or ends in a typed error.
 */
class ForgedProgramProperties {
    private static final int HEADER = 20;
    private static final FuncType TO_I32 = new FuncType(List.of(), List.of(I32));
    private static final FuncType I32_I32_TO_I32 = new FuncType(List.of(I32, I32), List.of(I32));
    private static final FuncType REFERENCES = new FuncType(List.of(EXTERNREF, FUNCREF, I32), List.of(EXTERNREF, I32));
    private static final FuncType NOTHING = new FuncType(List.of(), List.of());
    private static final FuncType NUMBERS = new FuncType(List.of(I64, F64), List.of(I64, F64));

    private static final List<Integer> TYPES = List.of(0, 1, 2, 3, 4, 1);

    /** The code of the functions 2 to 7. */
    private static final List<Code> CODES =
            Stream.of("""
                frame params 0, results 1, locals 2, slots 10, references
                    const32 s0, 1
                    i32.add_si s1, s0, 3
                    copy2 s2, s0, s1
                    call func 3, s2
                    store32_s s0, +16, s2
                    store16_i s0, +2, 77
                    store64_m s0, +8, s2, memory 0
                    load16_u s3, s0, +4
                    load8_s_m s3, s0, +1, memory 0
                    br_if_i32.gt_s_si L0, s3, 5
                    memory_grow s4, memory 0, s0
                    call_import func 0, s5
                L0:
                    br_table s1, L1, L2, L1
                L1:
                    global_set_i global 0, 9
                    const32 s5, 0
                    copy2 s6, s0, s1
                    call_indirect type 1, table 0, s5, s6
                    memory_fill memory 0, s0, s1, s0
                    memory_init memory 0, data 1, s0, s5, s0
                    memory_copy memory 0, memory 0, s5, s0, s1
                L2:
                    ref_func s2, func 2
                    ref_null s1
                    copy_span_refs s4, s1, count 3
                    copy_span s3, s2, count 4
                    call func 4, s4
                    call_import func 1, s4
                    global_set_ref global 1, s4
                    table_set table 0, s0, s2
                    table_grow s6, table 0, s2, s0
                    table_fill table 0, s5, s2, s0
                    table_init table 0, elem 1, s5, s5, s0
                    table_copy table 0, table 0, s5, s0, s0
                    call func 5, s7
                    memory_size s3, memory 0
                    return_s s3
                """, """
                frame params 2, results 1, locals 3, slots 5
                    i32.sub_ss s2, s0, s1
                    select_i32.lt_s_si s3, s0, s1, s2, 0
                    br_if_nez L0, s3
                    i32.div_u_si s0, s0, 3
                    global_get s4, global 0
                    i32.rotl_ss s1, s1, s4
                    return_i 4
                L0:
                    copy2 s3, s1, s2
                    return_call func 7, s3
                """, """
                frame params 3, results 2, locals 3, slots 6, references
                    ref_is_null s3, s0
                    select_ref s4, s0, s0, s3
                    table_get s5, table 0, s3
                    copy s5, s2
                    elem_drop elem 0
                    return_span_refs s4, count 2
                """, """
                frame params 0, results 0, locals 0, slots 3
                    const64 s0, -81985529216486896
                    f64.mul_si s1, s0, 0.5
                    call func 6, s0
                    br_if_f64.not_lt_ss L0, s0, s1
                    trap 0
                L0:
                    data_drop data 2
                    return
                """, """
                frame params 2, results 2, locals 2, slots 4
                    consume_fuel 5
                    i64.rem_s_si s2, s0, 7
                    f64.sqrt s3, s1
                    i64.extend_i32_s s0, s2
                    return_span s2, count 2
                """, """
                frame params 2, results 1, locals 2, slots 2
                    i32.mul_ss s0, s0, s1
                    return
                """).map(Assembler::assemble).toList();

    private static final EngineConfig SMALL = EngineConfig.DEFAULT
            .withLimit(StoreLimit.CALL_DEPTH, 8)
            .withLimit(StoreLimit.STACK_SLOTS, 4_000)
            .withLimit(StoreLimit.MEMORY_BYTES, 16 << 16)
            .withLimit(StoreLimit.TABLE_ELEMENTS, 100);

    private static final List<byte[]> STORED = List.of(
            StoredPrograms.write(program(CODES), Encodings.named(Encodings.WORDS)),
            StoredPrograms.write(program(CODES), Encodings.named(Encodings.COMPACT)));

    private static ConstExpr constant(ValType type, String instructions) {
        String references = type.isReference() ? ", references\n" : "\n";
        return new ConstExpr.Computed(
                type, Assembler.assemble("frame params 0, results 1, locals 0, slots 1" + references + instructions));
    }

    private static Program program(List<Code> codes) {
        ConstExpr zero = constant(I32, "return_i 0");
        Program.Builder program = Program.builder()
                .type(TO_I32)
                .type(I32_I32_TO_I32)
                .type(REFERENCES)
                .type(NOTHING)
                .type(NUMBERS)
                .imports(new Import("host", "nothing", NOTHING))
                .imports(new Import("host", "references", REFERENCES))
                .table(new TableDef(new TableType(FUNCREF, Limits.between(4, 20)), Optional.empty()))
                .memory(new MemoryType(Limits.between(1, 4)))
                .global(new GlobalDef(new GlobalType(I32, true), constant(I32, "const32 s0, 3\nreturn_s s0")))
                .global(new GlobalDef(
                        new GlobalType(EXTERNREF, true), constant(EXTERNREF, "ref_null s0\nreturn_ref s0")))
                .export(new Export("main", ExternKind.FUNC, 2))
                .export(new Export("binary", ExternKind.FUNC, 3))
                .export(new Export("references", ExternKind.FUNC, 4))
                .export(new Export("memory", ExternKind.MEMORY, 0))
                .export(new Export("table", ExternKind.TABLE, 0))
                .export(new Export("global", ExternKind.GLOBAL, 1))
                .start(5)
                .element(new ElementSegment(
                        FUNCREF, new SegmentMode.Active(0, zero), new ElementSegment.Functions(3, 2, 5)))
                .element(new ElementSegment(FUNCREF, new SegmentMode.Passive(), new ElementSegment.Functions(3, 3)))
                .data(new DataSegment(new SegmentMode.Active(0, zero), Bytes.copyOf(new byte[] {1, 2, 3, 4, 5})))
                .data(new DataSegment(new SegmentMode.Passive(), Bytes.copyOf(new byte[] {6, 7, 8})))
                .data(new DataSegment(new SegmentMode.Passive(), Bytes.copyOf(new byte[] {9})));
        for (int i = 0; i < codes.size(); i++) {
            Code code = codes.get(i);
            program.function(new Function(TYPES.get(i), () -> code));
        }
        return program.build();
    }

    /**
     * A replacement.
     *
     * @param at where, in [0, 1) of what there is
     * @param value what to put there
     */
    record Edit(double at, int value) {}

    @Provide
    Arbitrary<List<Edit>> edits() {
        Arbitrary<Integer> small = Arbitraries.integers().between(0, 12);
        Arbitrary<Integer> values = Arbitraries.frequencyOf(Tuple.of(5, small), Tuple.of(1, Arbitraries.integers()));
        return Combinators.combine(Arbitraries.doubles().between(0, true, 1, false), values)
                .as(Edit::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static byte[] forge(byte[] stored, List<Edit> edits) {
        byte[] forged = stored.clone();
        for (Edit each : edits) {
            forged[HEADER + (int) (each.at() * (stored.length - HEADER))] = (byte) each.value();
        }
        CRC32C crc = new CRC32C();
        crc.update(forged, HEADER, forged.length - HEADER);
        ByteBuffer.wrap(forged).order(ByteOrder.LITTLE_ENDIAN).putInt(16, (int) crc.getValue());
        return forged;
    }

    @Example
    void theOriginalRuns() {
        for (String executor : Executors.all().keySet()) {
            assertThat(run(StoredPrograms.read(STORED.get(0)), executor))
                    .containsExactly("[I32[value=2]]", "[I32[value=4]]", "[NullRef[type=externref], I32[value=0]]");
        }
    }

    @Property(tries = 1_000)
    void forgedBytesDoNoHarm(@ForAll("edits") List<Edit> edits) {
        for (byte[] stored : STORED) {
            check(() -> StoredPrograms.read(forge(stored, edits)));
        }
    }

    @Property(tries = 1_000)
    void forgedCodeDoesNoHarm(@ForAll("edits") List<Edit> edits) {
        Program program = program(forge(CODES, edits));
        check(() -> {
            Verifier.verify(program);
            return program;
        });
        Statistics.coverage(coverage -> coverage.check("run").percentage(share -> share > 10));
    }

    /** Replaces operands, and instructions by others of the same format. */
    private static List<Code> forge(List<Code> codes, List<Edit> edits) {
        List<Code> forged = new ArrayList<>(codes);
        for (Edit each : edits) {
            double at = each.at() * forged.size();
            Code code = forged.get((int) at);
            int[] words = code.toArray();
            int word = (int) ((at - (int) at) * words.length);
            words[word] = isStart(code, word) ? another(Op.of(words[word]), each.value()) : each.value();
            forged.set(
                    (int) at,
                    new Code(code.encoding(), words, words.length, code.frame(), code.sources(), code.handlers()));
        }
        return forged;
    }

    private static boolean isStart(Code code, int position) {
        InstructionDecoder decoder = Encodings.decoder(code);
        try {
            while (decoder.next()) {
                if (decoder.position() == position) {
                    return true;
                }
            }
        } catch (MalformedException e) {
            // An edit before this one has done that.
        }
        return false;
    }

    private static int another(Op op, int choice) {
        List<Op> all = Stream.of(Op.values())
                .filter(each -> each.format() == op.format())
                .toList();
        return all.get(Math.floorMod(choice, all.size())).code();
    }

    private static void check(Supplier<Program> read) {
        Program program;
        try {
            program = read.get();
        } catch (WasmException e) {
            Statistics.collect("refused");
            return;
        }
        if (mayRunForEver(program)) {
            Statistics.collect("might not end");
            return;
        }
        Statistics.collect("run");
        Executors.all().keySet().forEach(executor -> run(program, executor));
    }

    /** Whether a branch or tail call leads back. Other calls end by the limit on their depth. */
    private static boolean mayRunForEver(Program program) {
        int function = program.importCount(ExternKind.FUNC);
        for (Function each : program.functions()) {
            List<Instruction> code = Instructions.decode(each.body().code());
            for (int at = 0; at < code.size(); at++) {
                if (isBack(code.get(at), at) || isBackCall(code.get(at), function)) {
                    return true;
                }
            }
            function++;
        }
        return false;
    }

    private static boolean isBackCall(Instruction instruction, int function) {
        return instruction.op().isCall()
                && instruction.op().terminates()
                && instruction.op() != Op.RETURN_CALL_IMPORT
                && !(instruction.op() == Op.RETURN_CALL && instruction.value(0) > function);
    }

    private static boolean isBack(Instruction instruction, int at) {
        return instruction.targets().stream().anyMatch(target -> target <= at);
    }

    /** Instantiates a program and calls what it exports. Any exception but a typed one passes. */
    private static List<String> run(Program program, String executor) {
        List<String> outcomes = new ArrayList<>();
        Linker linker = new Linker()
                .function("host", "nothing", NOTHING, call -> {})
                .function("host", "references", REFERENCES, call -> call.returnReference(0, call.reference(0)));
        try (Store store = Engine.create(SMALL.withExecutor(executor)).newStore()) {
            Instance instance = linker.instantiate(store, program);
            for (Export each : program.exports()) {
                Extern found = instance.export(each.name()).orElseThrow();
                if (found instanceof WasmFunction function) {
                    outcomes.add(call(function));
                }
            }
        } catch (WasmException e) {
            outcomes.add(e.toString());
        }
        return outcomes;
    }

    private static String call(WasmFunction function) {
        Value[] arguments = function.type().params().stream()
                .map(ForgedProgramProperties::argument)
                .toArray(Value[]::new);
        try {
            return function.call(arguments).toString();
        } catch (WasmException e) {
            return e.toString();
        }
    }

    private static Value argument(ValType type) {
        return type instanceof RefType reference
                ? Value.nullRef(new RefType(true, reference.heap()))
                : Value.zero(type);
    }
}
