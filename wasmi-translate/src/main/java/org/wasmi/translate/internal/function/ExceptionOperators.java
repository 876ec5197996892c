package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * Reads, validates and translates the operators that throw and catch exceptions (Wasm specification, 3.4 "Control
 * instructions"), and those of the legacy proposal, whose blocks have their handlers inside.
 */
final class ExceptionOperators {
    private static final RefType EXCEPTION = new RefType(false, AbstractHeapType.EXN);
    private static final List<HandlerTable.Clause> CLAUSES = List.of(HandlerTable.Clause.values());

    private final ModuleInfo module;
    private final TranslationLimits limits;
    private final OperandTypes operandTypes;
    private final FunctionValidator types;
    private final Indices indices;
    private final ControlTranslator control;
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);

    /**
     * A clause of {@code try_table}.
     *
     * @param clause what it catches
     * @param tag the index of the tag, if it has one
     * @param label where it branches to
     * @param values the types of the values that the branch carries
     */
    record Catch(HandlerTable.Clause clause, int tag, int label, List<ValType> values) {}

    ExceptionOperators(
            ModuleInfo module,
            TranslationLimits limits,
            OperandTypes operandTypes,
            FunctionValidator types,
            Indices indices,
            ControlTranslator control) {
        this.module = module;
        this.limits = limits;
        this.operandTypes = operandTypes;
        this.types = types;
        this.indices = indices;
        this.control = control;
    }

    /** Reads from another function. */
    void reset(BinaryReader source) {
        reader = source;
    }

    /** Enters {@code try_table} or {@code try}, of which the block type has been read. */
    void enter(WasmOpcode opcode, FuncType type) {
        List<Catch> catches = opcode == WasmOpcode.TRY_TABLE ? catches() : List.of();
        types.enter(opcode, type);
        control.enterGuarded(opcode, type, catches);
    }

    private List<Catch> catches() {
        int count = reader.count();
        limits.check(TranslationLimit.HANDLERS, count);
        List<Catch> catches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            catches.add(readCatch());
        }
        return catches;
    }

    private Catch readCatch() {
        int at = reader.position();
        HandlerTable.Clause clause = clause(reader.u8(), at);
        int tag = clause.hasTag() ? indices.tag() : 0;
        int label = reader.u32();
        List<ValType> values = new ArrayList<>(clause.hasTag() ? module.tag(tag).params() : List.of());
        if (clause.hasReference()) {
            values.add(EXCEPTION);
        }
        List<ValType> expected = types.label(label).labelTypes();
        if (!operandTypes.matches(values, expected)) {
            throw types.invalid("type mismatch: " + clause + " brings " + values + " instead of " + expected);
        }
        return new Catch(clause, tag, label, values);
    }

    /** {@return the clause of a code of the binary format (Wasm specification, 5.4 "Control instructions")} */
    static HandlerTable.Clause clause(int code, int at) {
        if (code >= CLAUSES.size()) {
            throw new MalformedException("malformed catch clause", at);
        }
        return CLAUSES.get(code);
    }

    void operator(WasmOpcode opcode) {
        switch (opcode) {
            case THROW -> throwTag();
            case THROW_REF -> throwReference();
            case CATCH -> catchTag();
            case CATCH_ALL -> catchAll();
            case DELEGATE -> delegate();
            case RETHROW -> rethrow();
            default -> throw new IllegalArgumentException(opcode.text());
        }
    }

    private void throwTag() {
        int tag = indices.tag();
        List<ValType> values = module.tag(tag).params();
        types.pop(values);
        types.unreachable();
        if (control.isLive()) {
            control.throwTag(tag, values);
        }
    }

    private void throwReference() {
        types.pop(OperandType.EXNREF);
        types.unreachable();
        if (control.isLive()) {
            control.throwReference();
        }
    }

    // The legacy proposal.

    private void catchTag() {
        int tag = indices.tag();
        List<ValType> values = module.tag(tag).params();
        beginHandler(WasmOpcode.CATCH, values);
        control.beginHandler(HandlerTable.Clause.CATCH_REF, tag, values);
    }

    private void catchAll() {
        beginHandler(WasmOpcode.CATCH_ALL, List.of());
        control.beginHandler(HandlerTable.Clause.CATCH_ALL_REF, 0, List.of());
    }

    private void beginHandler(WasmOpcode opcode, List<ValType> values) {
        WasmOpcode part = types.innermost().opcode();
        if (part != WasmOpcode.TRY && part != WasmOpcode.CATCH) {
            throw new MalformedException("END opcode expected", types.offset());
        }
        types.beginHandler(opcode, values);
    }

    private void delegate() {
        int label = reader.u32();
        if (types.innermost().opcode() != WasmOpcode.TRY) {
            throw new MalformedException("END opcode expected", types.offset());
        }
        types.leave();
        types.label(label);
        control.delegate(label);
    }

    private void rethrow() {
        int label = reader.u32();
        WasmOpcode part = types.label(label).opcode();
        if (part != WasmOpcode.CATCH && part != WasmOpcode.CATCH_ALL) {
            throw types.invalid("invalid rethrow label");
        }
        types.unreachable();
        if (control.isLive()) {
            control.rethrow(label);
        }
    }
}
