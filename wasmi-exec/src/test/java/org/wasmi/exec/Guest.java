package org.wasmi.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.instruction.InstructionWriter;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.FunctionBody;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.MachinePool;

/**
 * Builds programs for tests, instruction by instruction. Imports come first; indices count from 0 in each index space.
 */
public final class Guest {
    public static final ValType I32 = NumType.I32;
    public static final ValType I64 = NumType.I64;
    public static final FuncType NOTHING = type(List.of(), List.of());
    public static final FuncType TO_I32 = type(List.of(), List.of(I32));
    public static final FuncType I32_TO_NOTHING = type(List.of(I32), List.of());
    public static final FuncType I32_TO_I32 = type(List.of(I32), List.of(I32));
    public static final FuncType I32_I32_TO_I32 = type(List.of(I32, I32), List.of(I32));

    private final Program.Builder program = Program.builder();
    private final List<CompositeType> types = new ArrayList<>();
    private int functions;
    private int tables;
    private int memories;
    private int globals;

    /** Makes a program without anything. */
    public Guest() {}

    public static FuncType type(List<ValType> params, List<ValType> results) {
        return new FuncType(params, results);
    }

    public static Code code(FrameShape frame, Consumer<InstructionWriter> body) {
        InstructionEncoder encoder = Encodings.named(Encodings.WORDS).encoder();
        body.accept(new InstructionWriter(encoder));
        return encoder.finish(frame);
    }

    /** Adds types. */
    public Guest types(CompositeType... more) {
        for (CompositeType each : more) {
            types.add(each);
            program.type(each);
        }
        return this;
    }

    /** {@return the index of a type, which is added if it is new} */
    public int typeIndex(FuncType type) {
        int index = types.indexOf(type);
        if (index < 0) {
            index = types.size();
            types(type);
        }
        return index;
    }

    public Guest imports(String module, String name, ExternType type) {
        program.imports(new Import(module, name, type));
        switch (type.kind()) {
            case FUNC -> functions++;
            case TABLE -> tables++;
            case MEMORY -> memories++;
            case GLOBAL -> globals++;
            case TAG -> {}
        }
        return this;
    }

    /** Says that the code pays from the fuel. */
    public Guest metered() {
        program.metered(true);
        return this;
    }

    /** Adds a function and exports it. Slots behind the parameters are temporaries. */
    public Guest function(String name, FuncType type, int slots, Consumer<InstructionWriter> body) {
        List<ValType> all = new ArrayList<>(type.params());
        all.addAll(type.results());
        boolean references = all.stream().anyMatch(ValType::isReference);
        FrameShape frame = new FrameShape(type.paramSlots(), type.resultSlots(), type.paramSlots(), slots, references);
        Code code = code(frame, body);
        return function(name, type, () -> code);
    }

    public Guest function(String name, FuncType type, FunctionBody body) {
        program.function(new Function(typeIndex(type), body));
        return export(name, ExternKind.FUNC, functions++);
    }

    public Guest export(String name, ExternKind kind, int index) {
        program.export(new Export(name, kind, index));
        return this;
    }

    public Guest tag(FuncType type) {
        program.tag(typeIndex(type));
        return this;
    }

    public Guest memory(String name, Limits limits) {
        return memory(name, new MemoryType(limits));
    }

    /** Adds an exported memory of any type. */
    public Guest memory(String name, MemoryType type) {
        program.memory(type);
        return export(name, ExternKind.MEMORY, memories++);
    }

    public Guest table(String name, RefType element, Limits limits) {
        program.table(new TableDef(new TableType(element, limits), Optional.empty()));
        return export(name, ExternKind.TABLE, tables++);
    }

    public Guest table(String name, RefType element, Limits limits, ConstExpr init) {
        program.table(new TableDef(new TableType(element, limits), Optional.of(init)));
        return export(name, ExternKind.TABLE, tables++);
    }

    public Guest global(String name, boolean mutable, ConstExpr init) {
        program.global(new GlobalDef(new GlobalType(init.type(), mutable), init));
        return export(name, ExternKind.GLOBAL, globals++);
    }

    public Guest data(int memory, ConstExpr offset, byte... bytes) {
        return data(new SegmentMode.Active(memory, offset), bytes);
    }

    public Guest data(SegmentMode mode, byte... bytes) {
        program.data(new DataSegment(mode, Bytes.copyOf(bytes)));
        return this;
    }

    public Guest elements(SegmentMode mode, int... functionIndices) {
        program.element(new ElementSegment(RefType.FUNCREF, mode, new ElementSegment.Functions(functionIndices)));
        return this;
    }

    public Guest elements(SegmentMode mode, ConstExpr... expressions) {
        program.element(
                new ElementSegment(RefType.FUNCREF, mode, new ElementSegment.Expressions(List.of(expressions))));
        return this;
    }

    public Guest start(int function) {
        program.start(function);
        return this;
    }

    public Program build() {
        return program.build();
    }

    private static ConstExpr constant(ValType type, Consumer<InstructionWriter> body) {
        return new ConstExpr.Computed(type, code(new FrameShape(0, type.slots(), 0, 2, type.isReference()), body));
    }

    public static ConstExpr i32(int value) {
        return constant(NumType.I32, w -> w.write(Op.RETURN_I, value));
    }

    public static ConstExpr v128(long low, long high) {
        return constant(VecType.V128, w -> {
            w.write(Op.V128_CONST, 0, low, high);
            w.write(Op.RETURN_SPAN, 0, 2);
        });
    }

    public static ConstExpr globalPlus(int global, int added) {
        return constant(NumType.I32, w -> {
            w.write(Op.GLOBAL_GET, 0, global);
            w.write(Op.I32_ADD_SI, 1, 0, added);
            w.write(Op.RETURN_S, 1);
        });
    }

    public static ConstExpr refFunc(int function) {
        return constant(RefType.FUNCREF, w -> {
            w.write(Op.REF_FUNC, 0, function);
            w.write(Op.RETURN_REF, 0);
        });
    }

    public static ConstExpr refNull(RefType type) {
        return constant(type, w -> {
            w.write(Op.REF_NULL, 0);
            w.write(Op.RETURN_REF, 0);
        });
    }

    public static ConstExpr globalRef(RefType type, int global) {
        return constant(type, w -> {
            w.write(Op.GLOBAL_GET_REF, 0, global);
            w.write(Op.RETURN_REF, 0);
        });
    }

    /**
     * The function of one call deeper and one more: {@code depth(n) = n == 0 ? 0 : 1 + depth(n - 1)}, as {@code self}.
     */
    public static void recurse(InstructionWriter w, int self) {
        var deeper = w.newLabel();
        w.branch(Op.BR_IF_NEZ, deeper, 0);
        w.write(Op.RETURN_I, 0);
        w.bind(deeper);
        w.write(Op.I32_ADD_SI, 1, 0, -1);
        w.write(Op.CALL, self, 1);
        w.write(Op.I32_ADD_SI, 1, 1, 1);
        w.write(Op.RETURN_S, 1);
    }

    /** {@return what a linker of its own makes of the program} */
    public Instance instantiate(Store store) {
        return new Linker().instantiate(store, build());
    }

    /** {@return the names of all executors, for tests that every one of them has to pass} */
    public static Stream<String> executors() {
        return Executors.all().keySet().stream().sorted();
    }

    /** {@return the machines of a store} */
    public static MachinePool machines(Store store) {
        return store.machines();
    }
}
