package org.wasmi.translate.internal.function;

import java.util.Optional;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * Walks over the operators of a function body or constant expression, once: each is read, validated, and, where it can
 * be reached, translated.
 */
final class BodyTranslator {
    private static final int ALL_GLOBALS = -1;

    private final ModuleInfo module;
    private final TranslationLimits limits;
    private final OperandTypes operandTypes = new OperandTypes();
    private final FunctionValidator types;
    private final Locals locals = new Locals(operandTypes);
    private final InitialisedLocals initialised = new InitialisedLocals();
    private final Emitter emitter;
    private final OperandStack operands;
    private final ValueTranslator values;
    private final ControlTranslator control;
    private final Indices indices;
    private final MemoryTableOperators store;
    private final ExceptionOperators exceptions;
    private final ReferenceOperators references;
    private final AggregateOperators aggregates;
    private final VectorOperators vectors;
    private final AtomicTranslator atomics;

    private BinaryReader reader;
    private FuncType functionType = BlockTypes.EMPTY;
    private int[] labels = new int[16];

    /** In a constant expression, how many globals it may refer to; in a function, {@link #ALL_GLOBALS}. */
    private int usableGlobals;

    BodyTranslator(ModuleInfo module, TranslationLimits limits, Emitter emitter) {
        this.module = module;
        this.limits = limits;
        this.emitter = emitter;
        reader = new BinaryReader(new byte[0], 0, 0);
        types = new FunctionValidator(operandTypes, initialised, limits);
        operands = new OperandStack(emitter);
        Condition condition = new Condition(operands, emitter);
        values = new ValueTranslator(operands, emitter, condition);
        control = new ControlTranslator(limits, operands, emitter, condition);
        indices = new Indices(module, types);
        store = new MemoryTableOperators(module, operandTypes, types, indices, values, control);
        references = new ReferenceOperators(module, operandTypes, types, indices, values, control);
        aggregates = new AggregateOperators(
                module, limits, operandTypes, types, indices, new GcTranslator(module, operands, emitter), control);
        exceptions = new ExceptionOperators(module, limits, operandTypes, types, indices, control);
        vectors = new VectorOperators(types, store, operands, emitter, control);
        atomics = new AtomicTranslator(types, store, operands, emitter, control);
    }

    /** Validates a function body, and translates it if asked to; the code is then there for {@link #finish}. */
    void function(int function, BinaryReader body, boolean translates) {
        usableGlobals = ALL_GLOBALS;
        begin(function, module.functionType(function), body, translates);
        locals.read(body, module, limits);
        operators();
        if (reader.remaining() > 0) {
            throw new MalformedException(
                    "section size mismatch: bytes follow the end of the function", reader.position());
        }
    }

    /** Validates and translates a constant expression of a type, up to and including its end. */
    void constant(BinaryReader expression, ValType type, int globals) {
        usableGlobals = globals;
        begin(InvalidException.NO_FUNCTION, BlockTypes.of(type), expression, true);
        operators();
    }

    private void begin(int function, FuncType type, BinaryReader source, boolean translates) {
        reader = source;
        indices.reset(source);
        store.reset(source);
        references.reset(source, isConstant());
        aggregates.reset(source);
        exceptions.reset(source);
        vectors.reset(source);
        atomics.reset(source);
        functionType = type;
        operandTypes.reset(module.types());
        types.begin(function, type);
        locals.reset(type.params());
        control.begin(type, translates);
        if (translates) {
            emitter.reset(!isConstant());
        }
    }

    private void operators() {
        operands.reset(locals.slotCount());
        do {
            int at = reader.position();
            if (at == reader.limit()) {
                throw new MalformedException("unexpected end of section or function", at);
            }
            WasmOpcode opcode = WasmOpcode.read(reader);
            types.at(at);
            if (isConstant()) {
                checkConstant(opcode, at);
            }
            if (control.isLive()) {
                emitter.at(at);
                emitter.meter(opcode);
            }
            operator(opcode);
        } while (types.depth() > 0);
    }

    private void checkConstant(WasmOpcode opcode, int at) {
        if (!opcode.isConstant()) {
            throw types.invalid("constant expression required: " + opcode.text());
        }
        if (opcode.isExtendedConstant()) {
            reader.require(Optional.of(Proposal.EXTENDED_CONST), () -> opcode.text() + " in a constant expression", at);
        }
    }

    private boolean isConstant() {
        return usableGlobals != ALL_GLOBALS;
    }

    /** {@return the code that was translated} */
    Code finish() {
        int slots = Math.max(operands.slots(), functionType.resultSlots());
        boolean references = locals.hasReferences() || emitter.touchesReferences();
        return emitter.finish(new FrameShape(
                functionType.paramSlots(), functionType.resultSlots(), locals.slotCount(), slots, references));
    }

    private void operator(WasmOpcode opcode) {
        switch (opcode) {
            case LOCAL_GET -> localGet();
            case LOCAL_SET -> localSet();
            case LOCAL_TEE -> localTee();
            case I32_CONST -> constant(OperandType.I32, reader.s32());
            case I64_CONST -> constant(OperandType.I64, reader.s64());
            case F32_CONST -> constant(OperandType.F32, reader.f32());
            case F64_CONST -> constant(OperandType.F64, reader.f64());
            case UNREACHABLE -> unreachable();
            case BLOCK, LOOP, IF -> enter(opcode);
            case TRY_TABLE, TRY -> exceptions.enter(opcode, blockType());
            case ELSE -> otherwise();
            case END -> end();
            case BR -> branch();
            case BR_IF -> branchIf();
            case BR_TABLE -> branchTable();
            case RETURN -> returns();
            case CALL -> call();
            case CALL_INDIRECT -> callIndirect();
            case RETURN_CALL -> returnCall();
            case RETURN_CALL_INDIRECT -> returnCallIndirect();
            case DROP -> drop();
            case SELECT -> select();
            case SELECT_TYPED -> selectTyped();
            case GLOBAL_GET -> globalGet();
            case GLOBAL_SET -> globalSet();
            case CALL_REF -> callReference();
            case RETURN_CALL_REF -> returnCallReference();
            case I64_ADD128, I64_SUB128 -> wideArithmetic(opcode, 4);
            case I64_MUL_WIDE_S, I64_MUL_WIDE_U -> wideArithmetic(opcode, 2);
            default -> {
                if (opcode.isVector()) {
                    vectors.operator(opcode);
                } else if (opcode.isAtomic()) {
                    atomics.operator(opcode);
                } else if (opcode.isSimple()) {
                    simple(opcode);
                } else if (opcode.isOnReferences()) {
                    references.operator(opcode);
                } else if (opcode.isOnAggregates()) {
                    aggregates.operator(opcode);
                } else if (opcode.isOnExceptions()) {
                    exceptions.operator(opcode);
                } else {
                    store.operator(opcode);
                }
            }
        }
    }

    /** Operators of which the types follow from the opcode alone. */
    private void simple(WasmOpcode opcode) {
        if (opcode.immediates().isMemArg()) {
            store.access(opcode);
        } else if (opcode.second() != OperandType.NONE) {
            types.pop(opcode.second());
            types.pop(opcode.first());
            types.push(opcode.result());
            if (control.isLive()) {
                values.binary(opcode);
            }
        } else if (opcode.first() != OperandType.NONE) {
            types.pop(opcode.first());
            types.push(opcode.result());
            if (control.isLive()) {
                values.unary(opcode);
            }
        }
    }

    /** Operators with results of 128 bits, the lower half first, from a number of i64. */
    private void wideArithmetic(WasmOpcode opcode, int inputs) {
        for (int i = 0; i < inputs; i++) {
            types.pop(OperandType.I64);
        }
        types.push(OperandType.I64);
        types.push(OperandType.I64);
        if (control.isLive()) {
            values.wideArithmetic(opcode);
        }
    }

    // Control.

    private void unreachable() {
        types.unreachable();
        if (control.isLive()) {
            control.trap(Trap.UNREACHABLE);
        }
    }

    private void enter(WasmOpcode opcode) {
        FuncType type = blockType();
        if (opcode == WasmOpcode.IF) {
            types.pop(OperandType.I32);
        }
        types.enter(opcode, type);
        control.enter(opcode, type);
    }

    private FuncType blockType() {
        int at = reader.position();
        long code = reader.blockType();
        if (code == BinaryReader.EMPTY_BLOCK_TYPE) {
            return BlockTypes.EMPTY;
        } else if (code < 0) {
            return BlockTypes.of(reader.valType((int) code, at, module.types().size()));
        } else if (code >= module.types().size()) {
            throw types.invalid("unknown type " + code);
        } else if (!module.types().isFunction((int) code)) {
            throw types.invalid("type mismatch: type " + code + " is not a function type");
        }
        return module.types().function((int) code);
    }

    private void otherwise() {
        if (types.innermost().opcode() != WasmOpcode.IF) {
            throw new MalformedException("END opcode expected", types.offset());
        }
        types.otherwise();
        control.otherwise();
    }

    private void end() {
        types.leave();
        control.end();
    }

    private void branch() {
        int label = reader.u32();
        types.pop(types.label(label).labelTypes());
        types.unreachable();
        if (control.isLive()) {
            control.branch(label);
        }
    }

    private void branchIf() {
        int label = reader.u32();
        types.pop(OperandType.I32);
        types.passToLabel(label);
        if (control.isLive()) {
            control.branchIf(label);
        }
    }

    private void branchTable() {
        int count = reader.count();
        limits.check(TranslationLimit.BRANCH_TARGETS, count);
        if (count >= labels.length) {
            labels = new int[Math.max(count + 1, labels.length * 2)];
        }
        for (int i = 0; i <= count; i++) {
            labels[i] = reader.u32();
        }
        types.pop(OperandType.I32);
        types.popTable(labels, count + 1);
        types.unreachable();
        if (control.isLive()) {
            control.branchTable(labels, count + 1);
        }
    }

    private void returns() {
        types.pop(functionType.results());
        types.unreachable();
        if (control.isLive()) {
            control.returns();
        }
    }

    private void call() {
        int function = indices.function();
        FuncType type = module.functionType(function);
        types.pop(type.params());
        types.push(type.results());
        if (control.isLive()) {
            control.call(function < module.importedFunctions() ? Op.CALL_IMPORT : Op.CALL, function, type);
        }
    }

    private void callIndirect() {
        int typeIndex = indices.functionType();
        int table = store.table(RefType.FUNCREF);
        FuncType type = module.types().function(typeIndex);
        store.popElementIndex(table);
        types.pop(type.params());
        types.push(type.results());
        if (control.isLive()) {
            control.callIndirect(Op.CALL_INDIRECT, typeIndex, table, type);
        }
    }

    private void returnCall() {
        int function = indices.function();
        FuncType type = module.functionType(function);
        checkTail(type);
        types.pop(type.params());
        types.unreachable();
        if (control.isLive()) {
            Op op = function < module.importedFunctions() ? Op.RETURN_CALL_IMPORT : Op.RETURN_CALL;
            control.call(op, function, type);
        }
    }

    private void returnCallIndirect() {
        int typeIndex = indices.functionType();
        int table = store.table(RefType.FUNCREF);
        FuncType type = module.types().function(typeIndex);
        checkTail(type);
        store.popElementIndex(table);
        types.pop(type.params());
        types.unreachable();
        if (control.isLive()) {
            control.callIndirect(Op.RETURN_CALL_INDIRECT, typeIndex, table, type);
        }
    }

    private void callReference() {
        int typeIndex = indices.functionType();
        FuncType type = module.types().function(typeIndex);
        types.pop(operandTypes.ofReference(true, typeIndex));
        types.pop(type.params());
        types.push(type.results());
        if (control.isLive()) {
            control.callReference(Op.CALL_REF, typeIndex, type);
        }
    }

    private void returnCallReference() {
        int typeIndex = indices.functionType();
        FuncType type = module.types().function(typeIndex);
        checkTail(type);
        types.pop(operandTypes.ofReference(true, typeIndex));
        types.pop(type.params());
        types.unreachable();
        if (control.isLive()) {
            control.callReference(Op.RETURN_CALL_REF, typeIndex, type);
        }
    }

    private void checkTail(FuncType type) {
        if (!operandTypes.matches(type.results(), functionType.results())) {
            throw types.invalid(
                    "type mismatch: the tail call yields " + type.results() + " instead of " + functionType.results());
        }
    }

    // Parametric and variable operators.

    private void constant(int type, int bits) {
        types.push(type);
        if (control.isLive()) {
            operands.pushConstant(bits);
        }
    }

    private void constant(int type, long bits) {
        types.push(type);
        if (control.isLive()) {
            operands.pushConstant(bits);
        }
    }

    private void drop() {
        types.pop();
        if (control.isLive()) {
            values.drop();
        }
    }

    private void select() {
        types.pop(OperandType.I32);
        int second = types.pop();
        int first = types.pop();
        if (OperandType.isReference(first) || OperandType.isReference(second)) {
            throw types.invalid("type mismatch: select without a type does not take references");
        }
        if (!operandTypes.matches(first, second) && !operandTypes.matches(second, first)) {
            throw types.invalid(
                    "type mismatch: select of " + operandTypes.text(first) + " or " + operandTypes.text(second));
        }
        int type = first == OperandType.BOTTOM ? second : first;
        types.push(type);
        if (control.isLive()) {
            values.select(OperandClass.of(type));
        }
    }

    private void selectTyped() {
        int count = reader.count();
        if (count != 1) {
            throw types.invalid("invalid result arity");
        }
        int type = operandTypes.of(module.valType(reader));
        types.pop(OperandType.I32);
        types.pop(type);
        types.pop(type);
        types.push(type);
        if (control.isLive()) {
            values.select(OperandClass.of(type));
        }
    }

    private int local() {
        return indices.local(locals.count());
    }

    private void localGet() {
        int local = local();
        int type = locals.type(local);
        if (!OperandType.isDefaultable(type) && !locals.isParameter(local) && !initialised.isSet(local)) {
            throw types.invalid("uninitialized local " + local);
        }
        types.push(type);
        if (control.isLive()) {
            operands.pushLocal(locals.slot(local), OperandClass.of(type));
        }
    }

    private void localSet() {
        int local = local();
        int type = locals.type(local);
        types.pop(type);
        initialise(local, type);
        if (control.isLive()) {
            values.localSet(locals.slot(local));
        }
    }

    private void initialise(int local, int type) {
        if (!OperandType.isDefaultable(type)) {
            initialised.set(local);
        }
    }

    private void localTee() {
        int local = local();
        int type = locals.type(local);
        types.pop(type);
        types.push(type);
        initialise(local, type);
        if (control.isLive()) {
            values.localTee(locals.slot(local), OperandClass.of(type));
        }
    }

    private void globalGet() {
        int global = indices.global(isConstant() ? usableGlobals : module.globalCount());
        GlobalType type = module.global(global);
        if (isConstant()) {
            checkConstant(global, type);
        }
        types.push(operandTypes.of(type.type()));
        if (control.isLive()) {
            values.globalGet(global, OperandClass.of(type.type()));
        }
    }

    private void checkConstant(int global, GlobalType type) {
        if (type.mutable()) {
            throw types.invalid("constant expression required: global " + global + " is mutable");
        }
        if (global >= module.importedGlobals()) {
            reader.require(
                    Optional.of(Proposal.GC),
                    () -> "a global that is not imported in a constant expression",
                    types.offset());
        }
    }

    private void globalSet() {
        int global = indices.global(module.globalCount());
        GlobalType type = module.global(global);
        if (!type.mutable()) {
            throw types.invalid("immutable global " + global);
        }
        types.pop(operandTypes.of(type.type()));
        if (control.isLive()) {
            values.globalSet(global, OperandClass.of(type.type()));
        }
    }
}
