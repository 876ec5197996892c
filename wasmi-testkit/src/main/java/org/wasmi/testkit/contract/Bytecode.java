package org.wasmi.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Code;
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
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.verify.Verifier;
import org.wasmi.testkit.ModuleBuilder;

/**
 * Builds programs from the text of their code, also such as no translator would write; they are verified. Imported
 * functions come first.
 */
final class Bytecode {
    private final List<MemoryType> memories = new ArrayList<>();
    private final Program.Builder program = Program.builder();
    private final List<CompositeType> types = new ArrayList<>();
    private int functions;
    private int tables;
    private int globals;

    /** {@return the index of a type, which is added if it is new} */
    int typeIndex(String signature) {
        FuncType type = ModuleBuilder.signature(signature);
        int index = types.indexOf(type);
        if (index < 0) {
            index = types.size();
            type(type);
        }
        return index;
    }

    /** Adds a type. */
    Bytecode type(CompositeType type) {
        types.add(type);
        program.type(type);
        return this;
    }

    /** Says that the code pays from the fuel. */
    Bytecode metered() {
        program.metered(true);
        return this;
    }

    Bytecode importFunction(String name, String signature) {
        program.imports(new Import("host", name, ModuleBuilder.signature(signature)));
        functions++;
        return this;
    }

    /**
     * Adds a function and exports it.
     *
     * @param name the name of the export
     * @param signature its type
     * @param slots how many slots its frame has, with references
     * @param instructions its code without the line of the frame
     */
    Bytecode function(String name, String signature, int slots, String instructions) {
        int index = typeIndex(signature);
        FuncType type = (FuncType) types.get(index);
        Code code = code(type.paramSlots(), type.resultSlots(), slots, instructions);
        program.function(new Function(index, () -> code));
        program.export(new Export(name, ExternKind.FUNC, functions++));
        return this;
    }

    private static Code code(int params, int results, int slots, String instructions) {
        String frame = "frame params %d, results %d, locals %d, slots %d, references\n";
        return Assembler.assemble(frame.formatted(params, results, params, slots) + instructions);
    }

    /** {@return the number of functions so far} */
    int functionCount() {
        return functions;
    }

    /** Adds a memory, exported as {@code memory0} and so on. */
    Bytecode memory(Limits limits) {
        return memory(new MemoryType(limits));
    }

    Bytecode memory(MemoryType type) {
        memories.add(type);
        program.memory(type);
        int index = memories.size() - 1;
        program.export(new Export("memory" + index, ExternKind.MEMORY, index));
        return this;
    }

    /** Adds a table of functions, exported as {@code table0} and so on. */
    Bytecode table(Limits limits) {
        program.table(new TableDef(new TableType(RefType.FUNCREF, limits), Optional.empty()));
        program.export(new Export("table" + tables, ExternKind.TABLE, tables++));
        return this;
    }

    /** Adds a mutable global of 0 or null, exported as {@code global0} and so on. */
    Bytecode global(ValType type) {
        program.global(new GlobalDef(new GlobalType(type, true), zero(type)));
        program.export(new Export("global" + globals, ExternKind.GLOBAL, globals++));
        return this;
    }

    /** Adds a segment with these functions, which is also copied to the start of a table. */
    Bytecode elements(int table, int... functionIndices) {
        ElementSegment.Functions items = new ElementSegment.Functions(functionIndices);
        program.element(new ElementSegment(RefType.FUNCREF, new SegmentMode.Passive(), items));
        SegmentMode active = new SegmentMode.Active(table, zero(NumType.I32));
        program.element(new ElementSegment(RefType.FUNCREF, active, items));
        return this;
    }

    /** Adds a segment with these bytes, which is also copied to the start of a memory. */
    Bytecode data(int memory, byte... bytes) {
        program.data(new DataSegment(new SegmentMode.Passive(), Bytes.copyOf(bytes)));
        program.data(new DataSegment(
                new SegmentMode.Active(
                        memory, zero(memories.get(memory).address().valType())),
                Bytes.copyOf(bytes)));
        return this;
    }

    private static ConstExpr zero(ValType type) {
        String instructions = type.isReference()
                ? "ref_null s0\nreturn_ref s0"
                : type.slots() == 2 ? "v128.const s0, 0, 0\nreturn_span s0, count 2" : "return_i 0";
        return new ConstExpr.Computed(type, code(0, type.slots(), type.slots(), instructions));
    }

    Program build() {
        Program built = program.build();
        Verifier.verify(built);
        return built;
    }
}
