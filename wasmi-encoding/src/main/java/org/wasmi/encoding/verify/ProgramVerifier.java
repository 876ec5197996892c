package org.wasmi.encoding.verify;

import java.util.HashSet;
import java.util.Set;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.error.InvalidException;
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
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.DefinedType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/** Verifies a program, part by part. */
final class ProgramVerifier {
    private final Program program;
    private final int maxSlots;
    private final IndexSpaces spaces;

    ProgramVerifier(Program program, int maxSlots) {
        this.program = program;
        this.maxSlots = maxSlots;
        this.spaces = new IndexSpaces(program);
    }

    void verify() {
        verifyImports();
        verifyTags();
        verifyTables();
        verifyMemories();
        verifyGlobals();
        verifyExports();
        verifyStart();
        verifyElements();
        verifyData();
        verifyFunctions();
    }

    private void verifyImports() {
        for (int i = 0; i < program.imports().size(); i++) {
            Import each = program.imports().get(i);
            String where = "import " + i;
            if (each.type() instanceof TableType table) {
                verifyTable(where, table);
            } else if (each.type() instanceof MemoryType memory) {
                verifyMemory(where, memory);
            } else if (each.type() instanceof GlobalType global) {
                verifyType(where, global.type());
            }
        }
    }

    private void verifyTags() {
        for (int i = 0; i < program.tagCount(); i++) {
            FuncType type = spaces.tags.get(i).type();
            if (!type.results().isEmpty()) {
                throw invalid("tag " + i, type + " has results");
            }
        }
    }

    private void verifyType(String where, ValType type) {
        if (type instanceof RefType reference) {
            if (reference.heap() instanceof TypeUse use) {
                verifyIndex(where, IndexSpace.TYPE, use.index());
            } else if (reference.heap() instanceof DefinedType) {
                throw invalid(where, "a type of an engine in a program: " + type);
            }
        }
    }

    private void verifyTable(String where, TableType type) {
        verifyType(where, type.element());
        verifyLimits(where, type.limits(), type.maxSize());
    }

    private static void verifyMemory(String where, MemoryType type) {
        verifyLimits(where, type.limits(), type.maxPages());
        if (type.shared() && type.limits().max().isEmpty()) {
            throw invalid(where, "a shared memory needs a maximum");
        }
    }

    private static void verifyLimits(String where, Limits limits, long most) {
        long max = limits.max().orElse(most);
        if (Long.compareUnsigned(max, limits.min()) < 0 || Long.compareUnsigned(max, most) > 0) {
            throw invalid(where, "limits " + limits + " of at most " + Long.toUnsignedString(most));
        }
    }

    private void verifyTables() {
        int index = spaces.size(IndexSpace.TABLE) - program.tables().size();
        for (TableDef each : program.tables()) {
            String where = "table " + index++;
            verifyTable(where, each.type());
            if (each.init().isPresent()) {
                verifyConstant(where, each.init().get(), each.type().element());
            } else if (!each.type().element().nullable()) {
                throw invalid(where, each.type().element() + " needs a first value");
            }
        }
    }

    private void verifyMemories() {
        int index = spaces.size(IndexSpace.MEMORY) - program.memories().size();
        for (MemoryType each : program.memories()) {
            verifyMemory("memory " + index++, each);
        }
    }

    private void verifyGlobals() {
        int index = spaces.importedGlobals;
        for (GlobalDef each : program.globals()) {
            verifyType("global " + index, each.type().type());
            verifyConstant("global " + index, each.init(), each.type().type(), index);
            index++;
        }
    }

    private void verifyExports() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < program.exports().size(); i++) {
            Export each = program.exports().get(i);
            String where = "export " + i;
            if (!names.add(each.name())) {
                throw invalid(where, "duplicate export name '" + each.name() + "'");
            }
            verifyIndex(where, spaceOf(each.kind()), each.index());
        }
    }

    private static IndexSpace spaceOf(ExternKind kind) {
        return switch (kind) {
            case FUNC -> IndexSpace.FUNC;
            case TABLE -> IndexSpace.TABLE;
            case MEMORY -> IndexSpace.MEMORY;
            case GLOBAL -> IndexSpace.GLOBAL;
            case TAG -> IndexSpace.TAG;
        };
    }

    private void verifyStart() {
        if (program.start().isPresent()) {
            int index = program.start().getAsInt();
            verifyIndex("start", IndexSpace.FUNC, index);
            FuncType type = program.functionTypes().get(index);
            if (!type.params().isEmpty() || !type.results().isEmpty()) {
                throw invalid("start", "func " + index + " is " + type);
            }
        }
    }

    private void verifyElements() {
        for (int i = 0; i < program.elements().size(); i++) {
            ElementSegment each = program.elements().get(i);
            String where = "elem " + i;
            verifyType(where, each.type());
            if (each.mode() instanceof SegmentMode.Active active) {
                verifyIndex(where, IndexSpace.TABLE, active.index());
                TableType table = spaces.tables.get(active.index());
                verifyFits(where, each.type(), table.element());
                verifyConstant(where, active.offset(), table.address().valType());
            }
            verifyItems(where, each);
        }
    }

    private void verifyItems(String where, ElementSegment segment) {
        if (segment.items() instanceof ElementSegment.Functions functions) {
            verifyFits(where, new RefType(false, AbstractHeapType.FUNC), segment.type());
            for (int i = 0; i < functions.size(); i++) {
                verifyIndex(where, IndexSpace.FUNC, functions.functionAt(i));
            }
        } else if (segment.items() instanceof ElementSegment.Expressions expressions) {
            for (ConstExpr each : expressions.list()) {
                verifyConstant(where, each, segment.type());
            }
        }
    }

    private void verifyData() {
        for (int i = 0; i < program.data().size(); i++) {
            DataSegment each = program.data().get(i);
            if (each.mode() instanceof SegmentMode.Active active) {
                verifyIndex("data " + i, IndexSpace.MEMORY, active.index());
                MemoryType memory = spaces.memories.get(active.index());
                verifyConstant("data " + i, active.offset(), memory.address().valType());
            }
        }
    }

    private void verifyFunctions() {
        int index = spaces.importedFunctions;
        for (Function each : program.functions()) {
            CallShape signature = spaces.signature(each.typeIndex());
            new CodeVerifier(spaces, signature, index, "", each.body().code())
                    .verifyFunction(maxSlots, program.isMetered());
            index++;
        }
    }

    private void verifyConstant(String where, ConstExpr expression, ValType required) {
        verifyConstant(where, expression, required, spaces.globals.size());
    }

    private void verifyConstant(String where, ConstExpr expression, ValType required, int globals) {
        verifyType(where, expression.type());
        verifyFits(where, expression.type(), required);
        if (expression instanceof ConstExpr.FunctionReference function) {
            verifyIndex(where, IndexSpace.FUNC, function.index());
            verifyFits(where, referenceTo(function.index()), function.type());
        } else if (expression instanceof ConstExpr.NullReference none
                && !none.type().nullable()) {
            throw invalid(where, "the null reference where " + none.type() + " is required");
        } else if (expression instanceof ConstExpr.Computed computed) {
            CallShape signature = CallShape.ofConstant(computed.type());
            new CodeVerifier(spaces, signature, InvalidException.NO_FUNCTION, where + ": ", computed.code())
                    .verifyConstant(maxSlots, globals);
        }
    }

    private RefType referenceTo(int function) {
        return new RefType(false, new TypeUse(program.functionTypeIndex(function)));
    }

    private void verifyFits(String where, ValType given, ValType required) {
        if (!spaces.types.isSubtype(given, required)) {
            throw invalid(where, given + " where " + required + " is required");
        }
    }

    private void verifyIndex(String where, IndexSpace space, int index) {
        if (Integer.compareUnsigned(index, spaces.size(space)) >= 0) {
            throw invalid(where, "unknown " + space + " " + Integer.toUnsignedString(index));
        }
    }

    private static InvalidException invalid(String where, String message) {
        return new InvalidException(where + ": " + message, InvalidException.NO_FUNCTION, 0);
    }
}
