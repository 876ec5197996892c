package org.wasmi.encoding.verify;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.IndexSpace;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.OperandVisitor;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;

/** Verifies one code: that of a function or of a constant expression. */
final class CodeVerifier implements OperandVisitor {
    private final IndexSpaces spaces;
    private final CallShape signature;
    private final int function;
    private final String where;
    private final FrameShape frame;
    private final List<HandlerTable.Handler> handlers;
    private final int length;
    private final InstructionDecoder decoder;
    private final BitSet starts = new BitSet();

    /**
     * Makes a verifier.
     *
     * @param spaces what the code may refer to
     * @param signature the type of the code
     * @param function the index of the function, or {@link InvalidException#NO_FUNCTION}
     * @param where the part of the program, which messages begin with
     * @param code the code
     */
    CodeVerifier(IndexSpaces spaces, CallShape signature, int function, String where, Code code) {
        this.spaces = spaces;
        this.signature = signature;
        this.function = function;
        this.where = where;
        this.frame = code.frame();
        this.handlers = code.handlers().handlers();
        this.length = code.length();
        this.decoder = Encodings.decoder(code);
    }

    /**
     * Verifies the code of a function.
     *
     * @param metered whether it must pay before it works for long
     */
    void verifyFunction(int maxSlots, boolean metered) {
        verifyFrame(maxSlots);
        findStarts();
        while (decoder.next()) {
            verifyInstruction();
        }
        verifyHandlers();
        if (metered) {
            new PaymentVerifier(spaces, decoder, handlers).verify().ifPresent(message -> {
                throw invalid(message);
            });
        }
    }

    /**
     * Verifies the code of a constant expression: straight, and without effects.
     *
     * @param globals how many globals have their value already when the code runs
     */
    void verifyConstant(int maxSlots, int globals) {
        verifyFrame(maxSlots);
        findStarts();
        if (!handlers.isEmpty()) {
            throw invalid(handlers.get(0), "in a constant expression");
        }
        while (decoder.next()) {
            Op op = decoder.op();
            if (!op.isPure() && op.kind() != Op.Kind.RETURN && !isGlobalGet(op) && !isConstantCreation(op)) {
                throw invalid(op + " in a constant expression");
            }
            verifyInstruction();
            if (isGlobalGet(op)) {
                verifyConstantGlobal(decoder.operand(1), globals);
            }
        }
    }

    private void verifyConstantGlobal(int index, int globals) {
        if (index >= globals) {
            throw invalid("global " + index + " has no value yet");
        }
        if (spaces.globals.get(index).mutable()) {
            throw invalid("global " + index + " is mutable");
        }
    }

    private static boolean isGlobalGet(Op op) {
        return op == Op.GLOBAL_GET || op == Op.GLOBAL_GET_REF || op == Op.GLOBAL_GET_V128;
    }

    /**
     * {@return whether it makes a structure or an array of operands alone (Wasm specification, 3.4 "Constant
     * Expressions")}
     */
    private static boolean isConstantCreation(Op op) {
        return switch (op) {
            case STRUCT_NEW, STRUCT_NEW_DEFAULT -> true;
            case ARRAY_NEW, ARRAY_NEW128, ARRAY_NEW_REF, ARRAY_NEW_DEFAULT, ARRAY_NEW_FIXED -> true;
            default -> false;
        };
    }

    private void verifyFrame(int maxSlots) {
        if (frame.slots() > maxSlots) {
            throw new ResourceException(
                    where + "a frame of " + frame.slots() + " slots exceeds the limit of " + maxSlots);
        }
        if (frame.params() != signature.params() || frame.results() != signature.results()) {
            throw new InvalidException(
                    where + "the frame has " + frame.params() + " parameter and " + frame.results()
                            + " result slots, the type " + signature.params() + " and " + signature.results(),
                    function,
                    0);
        }
    }

    /** Finds out where instructions begin, and that the last one leads nowhere further. */
    private void findStarts() {
        boolean open = true;
        while (decoder.next()) {
            starts.set(decoder.position());
            open = !decoder.op().terminates();
        }
        if (open) {
            throw new InvalidException(where + "the code runs past its end", function, 0);
        }
        decoder.seek(0);
    }

    private void verifyInstruction() {
        Op op = decoder.op();
        decoder.visit(this);
        if (op.touchesReferences()) {
            requireReferences();
        }
        if (op.accessesMemory0()) {
            verifyIndex(IndexSpace.MEMORY, 0);
        }
        verifyAddresses(op);
        verifyKinds(op);
    }

    /**
     * Verifies that the memories have addresses of as many bits as the instruction takes; where it takes some of 64
     * bits for two memories, one of them may have 32-bit ones, which the code has extended. Atomic instructions take
     * both.
     */
    private void verifyAddresses(Op op) {
        if (op.accessesMemory0()) {
            verifyAddress(0, AddressType.I32);
        }
        if (op == Op.MEMORY_SIZE || op == Op.MEMORY_COPY64 || op.kind() == Op.Kind.ATOMIC) {
            return;
        }
        for (int i = 0; i < op.format().operands().size(); i++) {
            if (op.format().operands().get(i) == OperandKind.INDEX && op.indexSpace(i) == IndexSpace.MEMORY) {
                verifyAddress(decoder.operand(i), op.hasWideAddresses() ? AddressType.I64 : AddressType.I32);
            }
        }
    }

    private void verifyAddress(int memory, AddressType taken) {
        AddressType address = spaces.memories.get(memory).address();
        if (address != taken) {
            throw invalid("memory " + memory + " has addresses of type " + address);
        }
    }

    @Override
    public void value(int number, long value) {
        Op op = decoder.op();
        switch (op.format().operands().get(number)) {
            case RESULT, RESULT_PAIR, SLOT -> verifySlots((int) value, op.slots(number));
            case RESULT_SPAN, SLOT_SPAN -> verifySlots((int) value, count());
            case LANE -> verifyLane((int) value);
            case INDEX -> verifyIndex(op.indexSpace(number), (int) value);
            case BRANCH, TARGETS, FRAME, IMM32, IMM64, OFFSET32, OFFSET64, COUNT -> {}
        }
    }

    @Override
    public void target(int number, int target) {
        if (target < 0 || !starts.get(target)) {
            throw invalid("a branch leads to what is not an instruction");
        }
    }

    private void verifyHandlers() {
        for (HandlerTable.Handler each : handlers) {
            if (!starts.get(each.from())
                    || !(starts.get(each.to()) || each.to() == length)
                    || !starts.get(each.target())) {
                throw invalid(each, "does not begin, end and lead where instructions begin");
            }
            long slots = each.clause().hasReference() ? 1 : 0;
            boolean references = each.clause().hasReference();
            if (each.clause().hasTag()) {
                if (each.tag() >= spaces.size(IndexSpace.TAG)) {
                    throw invalid(each, "unknown tag " + each.tag());
                }
                slots += spaces.tags.get(each.tag()).params();
                references |= spaces.tags.get(each.tag()).paramsHaveReferences();
            }
            if (each.slot() + slots > frame.slots()) {
                throw invalid(each, slots + " slots from " + each.slot() + " in a frame of " + frame.slots());
            }
            if (references && !frame.references()) {
                throw invalid(each, "references in a frame that has none");
            }
        }
    }

    private InvalidException invalid(HandlerTable.Handler handler, String message) {
        return new InvalidException(where + handler.clause() + ": " + message, function, 0);
    }

    /** {@return the number of slots of a span, which is always the last operand} */
    private long count() {
        return Integer.toUnsignedLong(
                decoder.operand(decoder.op().format().operands().size() - 1));
    }

    private void verifySlots(int first, long count) {
        if (Integer.toUnsignedLong(first) + count > frame.slots()) {
            throw invalid(count + " slots from " + Integer.toUnsignedString(first) + " in a frame of " + frame.slots());
        }
    }

    private void verifyLane(int lane) {
        if (Integer.compareUnsigned(lane, decoder.op().lanes()) >= 0) {
            throw invalid("lane " + Integer.toUnsignedString(lane) + " of "
                    + decoder.op().lanes());
        }
    }

    /** Verifies numbers of bytes of two vectors. */
    private void verifyBytes(long numbers) {
        if ((numbers & 0xE0E0_E0E0_E0E0_E0E0L) != 0) {
            throw invalid("a byte beyond two vectors");
        }
    }

    private void verifyIndex(IndexSpace space, int index) {
        if (Integer.compareUnsigned(index, spaces.size(space)) >= 0) {
            throw invalid("unknown " + space + " " + Integer.toUnsignedString(index));
        }
    }

    private void requireReferences() {
        if (!frame.references()) {
            throw invalid("references in a frame that has none");
        }
    }

    /** Verifies that what the instruction refers to is of the right kind. Indices are in range already. */
    private void verifyKinds(Op op) {
        switch (op) {
            case TRAP -> verifyTrap(decoder.operand(0));
            case RETURN -> {
                if (signature.resultsHaveReferences()) {
                    requireReferences();
                }
            }
            case RETURN_S, RETURN_I -> verifyResults(1, false);
            case RETURN_REF -> verifyResults(1, true);
            case RETURN_SPAN -> verifyResults(count(), false);
            case RETURN_SPAN_REFS -> verifyResults(count(), signature.resultsHaveReferences());
            case CALL, RETURN_CALL -> verifyCall(decoder.operand(0), false, decoder.operand(1));
            case CALL_IMPORT, RETURN_CALL_IMPORT -> verifyCall(decoder.operand(0), true, decoder.operand(1));
            case CALL_INDIRECT, RETURN_CALL_INDIRECT ->
                verifyIndirectCall(decoder.operand(0), decoder.operand(1), decoder.operand(3));
            case CALL_REF, RETURN_CALL_REF -> verifyTypedCall(decoder.operand(0), decoder.operand(2));
            case REF_TEST_ABSTRACT, REF_CAST_ABSTRACT, BR_ON_CAST_ABSTRACT, BR_ON_CAST_ABSTRACT_FAIL ->
                verifyHeapType(decoder.operand(2));
            case THROW, THROW_REFS -> verifyThrow(spaces.tags.get(decoder.operand(0)), op == Op.THROW_REFS);
            case GLOBAL_GET, GLOBAL_GET_REF, GLOBAL_GET_V128 -> verifyGlobal(decoder.operand(1), false);
            case GLOBAL_SET, GLOBAL_SET_I, GLOBAL_SET_REF, GLOBAL_SET_V128 -> verifyGlobal(decoder.operand(0), true);
            case I8X16_SHUFFLE -> {
                verifyBytes(decoder.wide(3));
                verifyBytes(decoder.wide(4));
            }
            case TABLE_COPY -> verifyElements(decoder.operand(0), element(decoder.operand(1)));
            case TABLE_INIT -> verifyElements(decoder.operand(0), spaces.elements.get(decoder.operand(1)));
            case STRUCT_NEW -> verifyStruct(decoder.operand(1), count());
            case STRUCT_NEW_DEFAULT -> structSlots(decoder.operand(1));
            case ARRAY_NEW, ARRAY_NEW128, ARRAY_NEW_REF ->
                verifyArray(decoder.operand(1), op.inputs().get(0));
            case ARRAY_NEW_DEFAULT -> arrayElement(decoder.operand(1));
            case ARRAY_NEW_FIXED -> verifyArray(decoder.operand(1), count());
            case ARRAY_NEW_DATA -> verifyArrayOfNumbers(decoder.operand(1));
            case ARRAY_NEW_ELEM -> verifyArray(decoder.operand(1), spaces.elements.get(decoder.operand(2)));
            default -> {}
        }
    }

    private void verifyTrap(int trapCode) {
        if (Stream.of(Trap.values()).noneMatch(trap -> trap.code() == trapCode)) {
            throw invalid("no trap has code " + trapCode);
        }
    }

    private void verifyResults(long count, boolean references) {
        if (signature.results() != count || signature.resultsHaveReferences() != references) {
            throw invalid(decoder.op() + " in a function with " + signature.results() + " result slots "
                    + (signature.resultsHaveReferences() ? "with" : "without") + " references");
        }
    }

    private void verifyCall(int index, boolean imported, int calleeFrame) {
        if (index < spaces.importedFunctions != imported) {
            throw invalid("func " + index + (imported ? " is not imported" : " is imported"));
        }
        verifyCall(spaces.function(index), calleeFrame);
    }

    private void verifyIndirectCall(int type, int table, int calleeFrame) {
        if (!spaces.types.isSubtype(element(table), RefType.FUNCREF)) {
            throw invalid("table " + table + " does not hold functions");
        }
        verifyTypedCall(type, calleeFrame);
    }

    private void verifyTypedCall(int type, int calleeFrame) {
        if (!spaces.types.isFunction(type)) {
            throw invalid("type " + type + " is not a function type");
        }
        verifyCall(spaces.signature(type), calleeFrame);
    }

    private void verifyHeapType(int code) {
        if (AbstractHeapType.ofCode(code).isEmpty()) {
            throw invalid("no heap type has code " + code);
        }
    }

    private void verifyCall(CallShape callee, int calleeFrame) {
        boolean tail = decoder.op().terminates();
        // What a tail call yields is not seen here.
        verifySlots(calleeFrame, tail ? callee.params() : Math.max(callee.params(), callee.results()));
        if (callee.paramsHaveReferences() || (!tail && callee.resultsHaveReferences())) {
            requireReferences();
        }
        if (tail && !spaces.mayReturn(callee, signature)) {
            throw invalid("tail call of a function with other results");
        }
    }

    private void verifyThrow(CallShape tag, boolean references) {
        if (tag.params() != count() || tag.paramsHaveReferences() != references) {
            throw invalid("exceptions with the tag carry " + tag.params() + " slots "
                    + (tag.paramsHaveReferences() ? "with" : "without") + " references");
        }
    }

    private void verifyGlobal(int index, boolean set) {
        GlobalType global = spaces.globals.get(index);
        boolean reference = decoder.op().touchesReferences();
        int slots = decoder.op().touchesVectors() ? SlotType.V128.slots() : 1;
        if (global.type().isReference() != reference || global.type().slots() != slots) {
            throw invalid("global " + index + " is " + global);
        }
        if (set && !global.mutable()) {
            throw invalid("global " + index + " is immutable");
        }
    }

    private RefType element(int table) {
        return spaces.tables.get(table).element();
    }

    private void verifyElements(int table, RefType elements) {
        if (!spaces.types.isSubtype(elements, element(table))) {
            throw invalid("table " + table + " cannot hold " + elements);
        }
    }

    private void verifyStruct(int type, long count) {
        int slots = structSlots(type);
        if (slots != count) {
            throw invalid("type " + type + " has " + slots + " slots, not " + count);
        }
    }

    private int structSlots(int type) {
        return spaces.structSlots(type).orElseThrow(() -> invalid("type " + type + " is not a structure type"));
    }

    /** {@return what arrays of a type hold} */
    private ValType arrayElement(int type) {
        if (spaces.types.composite(type) instanceof ArrayType array) {
            return array.element().storage().unpacked();
        }
        throw invalid("type " + type + " is not an array type");
    }

    private void verifyArray(int type, SlotType values) {
        ValType element = arrayElement(type);
        if (element.isReference() != values.hasReference() || element.slots() != values.slots()) {
            throw invalid("type " + type + " has elements " + element);
        }
    }

    private void verifyArrayOfNumbers(int type) {
        ValType element = arrayElement(type);
        if (element.isReference()) {
            throw invalid("type " + type + " has elements " + element);
        }
    }

    private void verifyArray(int type, long count) {
        if (count % arrayElement(type).slots() != 0) {
            throw invalid("half an element");
        }
    }

    private void verifyArray(int type, RefType elements) {
        if (!spaces.types.isSubtype(elements, arrayElement(type))) {
            throw invalid("type " + type + " cannot hold " + elements);
        }
    }

    /** {@return an exception about the current instruction} */
    private InvalidException invalid(String message) {
        return new InvalidException(
                where + decoder.op() + ": " + message,
                function,
                decoder.malformed(message).offset());
    }
}
