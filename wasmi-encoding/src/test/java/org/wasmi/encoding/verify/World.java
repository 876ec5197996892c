package org.wasmi.encoding.verify;

import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.RefType.EXTERNREF;
import static org.wasmi.encoding.type.RefType.FUNCREF;

import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Function;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.text.Assembler;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.ValType;

/** A program with something in each index space, and parts of programs. */
final class World {
    /** Types 0 to 6. */
    static final List<FuncType> TYPES = List.of(
            new FuncType(List.of(), List.of()),
            new FuncType(List.of(I32), List.of(I32)),
            new FuncType(List.of(EXTERNREF), List.of(EXTERNREF)),
            new FuncType(List.of(I32), List.of(I32, I64, I32)),
            new FuncType(List.of(I32), List.of(I32, EXTERNREF)),
            new FuncType(List.of(I32), List.of(I64)),
            new FuncType(List.of(), List.of(I32)));

    private World() {}

    /**
     * Functions 0 of type 0 and 1 of type 2, table 0 of externref, memory 0, globals 0 (i32), 1 (mut i32) and 2
     * (externref), and tags 0 without values and 1 of an i64 and an externref are imported. Table 1 is of funcref;
     * global 3 is (mut externref), global 4 (i32); elem 0 is of funcref, elem 1 of externref; there is data 0. Type 7
     * is that of tag 1. Function 2 is for the caller to add.
     */
    static Program.Builder builder() {
        Program.Builder program = Program.builder();
        TYPES.forEach(program::type);
        return program.imports(new Import("m", "f0", TYPES.get(0)))
                .imports(new Import("m", "f1", TYPES.get(2)))
                .imports(new Import("m", "t0", new TableType(EXTERNREF, Limits.atLeast(1))))
                .imports(new Import("m", "m0", new MemoryType(Limits.between(1, 2))))
                .imports(new Import("m", "g0", new GlobalType(I32, false)))
                .imports(new Import("m", "g1", new GlobalType(I32, true)))
                .imports(new Import("m", "g2", new GlobalType(EXTERNREF, false)))
                .imports(new Import("m", "e0", new TagType(TYPES.get(0))))
                .imports(new Import("m", "e1", new TagType(new FuncType(List.of(I64, EXTERNREF), List.of()))))
                .table(new TableDef(new TableType(FUNCREF, Limits.between(1, 10)), Optional.empty()))
                .global(new GlobalDef(
                        new GlobalType(EXTERNREF, true), constant(EXTERNREF, "global_get_ref s0, global 2")))
                .global(new GlobalDef(new GlobalType(I32, false), constant(I32, "const32 s0, 4")))
                .element(new ElementSegment(FUNCREF, new SegmentMode.Passive(), new ElementSegment.Functions(0, 1)))
                .element(new ElementSegment(
                        EXTERNREF,
                        new SegmentMode.Declarative(),
                        new ElementSegment.Expressions(List.of(constant(EXTERNREF, "ref_null s0")))))
                .data(new DataSegment(new SegmentMode.Passive(), Bytes.copyOf(new byte[] {1, 2})));
    }

    /** The program with a function, 2, and another of type 6, 3. */
    static Program with(int type, Code code) {
        Code one = Assembler.assemble("frame params 0, results 1, locals 0, slots 1\nreturn_i 1");
        return builder()
                .function(new Function(type, () -> code))
                .function(new Function(6, () -> one))
                .build();
    }

    /** A constant expression whose value an instruction puts into slot 0. */
    static ConstExpr.Computed constant(ValType type, String instruction) {
        boolean reference = type.isReference();
        return new ConstExpr.Computed(
                type,
                Assembler.assemble(
                        "frame params 0, results 1, locals 0, slots 1" + (reference ? ", references\n" : "\n")
                                + instruction + (reference ? "\nreturn_ref s0" : "\nreturn_s s0")));
    }
}
