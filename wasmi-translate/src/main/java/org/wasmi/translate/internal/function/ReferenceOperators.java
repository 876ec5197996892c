package org.wasmi.translate.internal.function;

import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * Reads, validates and translates the operators on references of any kind (Wasm specification, 3.4 "Reference
 * instructions", and the branches on references).
 */
final class ReferenceOperators {

    /** The flag of a cast that the reference to be cast may be null. */
    static final int FIRST_OR_NULL = 1;

    /** The flag of a cast that the null reference belongs to the type to cast to. */
    static final int SECOND_OR_NULL = 2;

    private final ModuleInfo module;
    private final OperandTypes operandTypes;
    private final FunctionValidator types;
    private final Indices indices;
    private final ValueTranslator values;
    private final ControlTranslator control;
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);
    private boolean constant;

    ReferenceOperators(
            ModuleInfo module,
            OperandTypes operandTypes,
            FunctionValidator types,
            Indices indices,
            ValueTranslator values,
            ControlTranslator control) {
        this.module = module;
        this.operandTypes = operandTypes;
        this.types = types;
        this.indices = indices;
        this.values = values;
        this.control = control;
    }

    /** Reads from another function, or from a constant expression. */
    void reset(BinaryReader source, boolean isConstant) {
        reader = source;
        constant = isConstant;
    }

    void operator(WasmOpcode opcode) {
        switch (opcode) {
            case REF_NULL -> refNull();
            case REF_IS_NULL -> refIsNull();
            case REF_FUNC -> refFunc();
            case REF_EQ -> refEq();
            case REF_AS_NON_NULL -> refAsNonNull();
            case BR_ON_NULL -> branchOnNull();
            case BR_ON_NON_NULL -> branchOnNonNull();
            case REF_TEST -> refTest(false);
            case REF_TEST_NULL -> refTest(true);
            case REF_CAST -> refCast(false);
            case REF_CAST_NULL -> refCast(true);
            case BR_ON_CAST -> branchOnCast(true);
            case BR_ON_CAST_FAIL -> branchOnCast(false);
            case ANY_CONVERT_EXTERN -> convert(OperandType.EXTERNREF, OperandType.ANYREF);
            case EXTERN_CONVERT_ANY -> convert(OperandType.ANYREF, OperandType.EXTERNREF);
            case REF_I31 -> refI31();
            case I31_GET_S -> i31Get(Op.I31_GET_S);
            case I31_GET_U -> i31Get(Op.I31_GET_U);
            default -> throw new IllegalArgumentException(opcode.text());
        }
    }

    private void plain(Op op) {
        if (control.isLive()) {
            values.plain(op);
        }
    }

    private void refNull() {
        types.push(operandTypes.of(new RefType(true, heapType())));
        plain(Op.REF_NULL);
    }

    private HeapType heapType() {
        return reader.heapType(module.types().size());
    }

    private void refIsNull() {
        types.popReference();
        types.push(OperandType.I32);
        plain(Op.REF_IS_NULL);
    }

    private void refFunc() {
        int function = indices.function();
        if (constant) {
            module.declare(function);
        } else if (!module.isDeclared(function)) {
            throw types.invalid("undeclared function reference " + function);
        }
        types.push(operandTypes.ofReference(false, module.functionTypeIndex(function)));
        if (control.isLive()) {
            values.plain(Op.REF_FUNC, function);
        }
    }

    private void refEq() {
        types.pop(OperandType.EQREF);
        types.pop(OperandType.EQREF);
        types.push(OperandType.I32);
        plain(Op.REF_EQ_SS);
    }

    private void refAsNonNull() {
        types.push(OperandType.nonNull(types.popReference()));
        plain(Op.REF_AS_NON_NULL);
    }

    private void refI31() {
        types.pop(OperandType.I32);
        types.push(OperandType.nonNull(OperandType.I31REF));
        plain(Op.REF_I31);
    }

    private void i31Get(Op op) {
        types.pop(OperandType.I31REF);
        types.push(OperandType.I32);
        plain(op);
    }

    /** The reference stays the same object. */
    private void convert(int from, int to) {
        int type = types.popReference();
        types.push(type);
        types.pop(from);
        types.push(type == OperandType.nonNull(type) ? OperandType.nonNull(to) : to);
    }

    private void branchOnNull() {
        int label = reader.u32();
        int type = types.popReference();
        types.passToLabel(label);
        types.push(OperandType.nonNull(type));
        if (control.isLive()) {
            control.branchOnNull(label);
        }
    }

    private void branchOnNonNull() {
        int label = reader.u32();
        types.push(OperandType.nonNull(types.popReference()));
        types.passReferenceToLabel(label);
        if (control.isLive()) {
            control.branchOnNonNull(label);
        }
    }

    private RefType refType(boolean nullable) {
        return new RefType(nullable, heapType());
    }

    /** Pops an operand of any type of the hierarchy that a type belongs to. */
    private void popRelated(RefType type) {
        AbstractHeapType top = module.types().top(type.heap());
        types.pop(operandTypes.of(new RefType(true, top)));
    }

    private void refTest(boolean nullable) {
        RefType type = refType(nullable);
        popRelated(type);
        types.push(OperandType.I32);
        if (control.isLive()) {
            values.test(type);
        }
    }

    private void refCast(boolean nullable) {
        RefType type = refType(nullable);
        popRelated(type);
        types.push(operandTypes.of(type));
        if (control.isLive()) {
            values.cast(type);
        }
    }

    private void branchOnCast(boolean branchesIfOf) {
        int at = reader.position();
        int flags = reader.u8();
        if ((flags & ~(FIRST_OR_NULL | SECOND_OR_NULL)) != 0) {
            throw new MalformedException("malformed cast flags", at);
        }
        int label = reader.u32();
        int from = operandTypes.of(refType((flags & FIRST_OR_NULL) != 0));
        RefType toType = refType((flags & SECOND_OR_NULL) != 0);
        int to = operandTypes.of(toType);
        if (!operandTypes.matches(to, from)) {
            throw types.invalid("type mismatch: a cast from " + operandTypes.text(from) + " to " + toType);
        }
        int rest = toType.nullable() ? OperandType.nonNull(from) : from;
        types.pop(from);
        types.push(branchesIfOf ? to : rest);
        types.passReferenceToLabel(label);
        types.push(branchesIfOf ? rest : to);
        if (control.isLive()) {
            control.branchOnCast(label, toType, branchesIfOf);
        }
    }
}
