package org.wasmi.testkit.oracle;

import static org.wasmi.encoding.error.Trap.CALL_STACK_EXHAUSTED;
import static org.wasmi.encoding.error.Trap.CAST_FAILURE;
import static org.wasmi.encoding.error.Trap.INDIRECT_CALL_TYPE_MISMATCH;
import static org.wasmi.encoding.error.Trap.NULL_EXCEPTION;
import static org.wasmi.encoding.error.Trap.NULL_FUNCTION;
import static org.wasmi.encoding.error.Trap.NULL_I31;
import static org.wasmi.encoding.error.Trap.NULL_REFERENCE;
import static org.wasmi.encoding.error.Trap.UNDEFINED_ELEMENT;
import static org.wasmi.encoding.error.Trap.UNINITIALIZED_ELEMENT;
import static org.wasmi.encoding.error.Trap.UNREACHABLE;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.error.Trap;
import org.wasmi.testkit.oracle.OracleValue.Aggregate;
import org.wasmi.testkit.oracle.OracleValue.F32;
import org.wasmi.testkit.oracle.OracleValue.F64;
import org.wasmi.testkit.oracle.OracleValue.I32;
import org.wasmi.testkit.oracle.OracleValue.I64;
import org.wasmi.testkit.oracle.OracleValue.V128;

/** Executes operators (Wasm specification, 4.4): a stack of values for each call, a stack of labels within it. */
final class Interpreter {
    private final Oracle oracle;
    private final ObjectOperators objects;
    private int depth;

    Interpreter(Oracle oracle) {
        this.oracle = oracle;
        objects = new ObjectOperators(oracle);
    }

    /**
     * What branches can lead to: with {@code arity} values on a stack cut to {@code height}, execution goes on at a
     * place.
     */
    private record Label(int arity, int height, int target, Optional<Instruction> guarded) {}

    /** A call. */
    private static final class Frame implements AtomicOperations.Stack {
        final List<Instruction> code;
        final List<OracleValue> locals;
        final int results;
        final List<OracleValue> stack = new ArrayList<>();
        final List<Label> labels = new ArrayList<>();
        int next;

        /** The function that is to be called in place of this one, or -1. */
        int tailCall = -1;

        Frame(List<Instruction> code, List<OracleValue> locals, int results) {
            this.code = code;
            this.locals = locals;
            this.results = results;
        }

        @Override
        public void push(OracleValue value) {
            stack.add(value);
        }

        void i32(int value) {
            push(new I32(value));
        }

        @Override
        public OracleValue pop() {
            return stack.remove(stack.size() - 1);
        }

        int popI32() {
            return pop().i32();
        }

        long popU32() {
            return popI32() & 0xFFFF_FFFFL;
        }

        /** {@return an address, index or length of 32 or 64 bits} */
        long popUnsigned() {
            return pop().unsigned();
        }

        List<OracleValue> pop(int count) {
            List<OracleValue> top = stack.subList(stack.size() - count, stack.size());
            List<OracleValue> values = new ArrayList<>(top);
            top.clear();
            return values;
        }

        void enter(int arity, int params, int target) {
            labels.add(new Label(arity, stack.size() - params, target, Optional.empty()));
        }

        void enterGuarded(Instruction in) {
            labels.add(new Label(in.index(1), stack.size() - in.index(0), in.end + 1, Optional.of(in)));
        }

        /** {@return whether a clause of a block catches an exception; then execution goes on at its label} */
        boolean handle(OracleValue.Thrown exception) {
            for (int i = labels.size() - 1; i >= 0; i--) {
                Label label = labels.get(i);
                if (label.guarded.isEmpty()) {
                    continue;
                }
                Instruction in = label.guarded.get();
                for (int clause = 2; clause < in.immediates.length; clause += 3) {
                    int kind = in.index(clause);
                    if (kind >= 2 || in.index(clause + 1) == exception.tag) {
                        labels.subList(i, labels.size()).clear();
                        stack.subList(label.height, stack.size()).clear();
                        stack.addAll(kind < 2 ? exception.values : List.of());
                        stack.addAll(kind % 2 == 1 ? List.of(exception) : List.of());
                        branch(in.index(clause + 2));
                        return true;
                    }
                }
            }
            return false;
        }

        void branch(int label) {
            int index = labels.size() - 1 - label;
            if (index < 0) {
                finish();
                return;
            }
            Label target = labels.get(index);
            List<OracleValue> values = pop(target.arity);
            stack.subList(target.height, stack.size()).clear();
            stack.addAll(values);
            labels.subList(index, labels.size()).clear();
            next = target.target;
        }

        /** Leaves the function with the results on top of the stack. */
        void finish() {
            List<OracleValue> values = pop(results);
            stack.clear();
            stack.addAll(values);
            next = code.size();
        }
    }

    /** {@return the value of a constant expression} */
    OracleValue constant(List<Instruction> expression) {
        Frame frame = new Frame(expression, List.of(), 1);
        run(frame);
        return frame.pop();
    }

    /** {@return the results of a call; traps if it does} */
    List<OracleValue> call(int function, List<OracleValue> arguments) {
        if (++depth > Oracle.MAX_DEPTH) {
            throw new OracleTrap(CALL_STACK_EXHAUSTED);
        }
        int callee = function;
        List<OracleValue> values = arguments;
        while (callee >= 0) {
            OracleModule.Function body = oracle.module.functions.get(callee);
            if (body.importedAs().isPresent()) {
                values = hostCall(body.importedAs().get(), values);
                break;
            }
            List<OracleValue> locals = new ArrayList<>(values);
            body.locals().forEach(type -> locals.add(zero(type)));
            Frame frame = new Frame(body.code(), locals, body.type().results().size());
            run(frame);
            values = frame.stack;
            callee = frame.tailCall;
        }
        depth--;
        return values;
    }

    private List<OracleValue> hostCall(String name, List<OracleValue> arguments) {
        try {
            return oracle.host.call(name, arguments);
        } catch (OracleHost.HostException thrown) {
            int tag = oracle.module.importedTags.indexOf(thrown.tag());
            throw new OracleException(new OracleValue.Thrown(tag, thrown.values()));
        }
    }

    /** {@return what locals, fields and elements of a type begin with} */
    static OracleValue zero(int type) {
        return switch (type) {
            case 0x7F, 0x78, 0x77 -> new I32(0);
            case 0x7E -> new I64(0);
            case 0x7D -> new F32(0);
            case 0x7C -> new F64(0);
            case 0x7B -> new V128(0, 0);
            default -> OracleValue.nullRef();
        };
    }

    private void run(Frame frame) {
        int depthOfFrame = depth;
        while (frame.next < frame.code.size()) {
            try {
                operators(frame);
            } catch (OracleException thrown) {
                depth = depthOfFrame;
                if (!frame.handle(thrown.exception())) {
                    throw thrown;
                }
            }
        }
    }

    private void operators(Frame frame) {
        while (frame.next < frame.code.size()) {
            oracle.consumeFuel();
            int position = frame.next++;
            Instruction instruction = frame.code.get(position);
            int opcode = instruction.opcode;
            if (opcode <= 0x15) {
                control(frame, instruction, position);
            } else if (opcode <= 0x26 || (opcode >= 0xD0 && opcode <= 0xD6)) {
                value(frame, instruction);
            } else if (opcode <= 0x3E) {
                access(frame, instruction);
            } else if (opcode <= 0x44) {
                constantOrSize(frame, instruction);
            } else if (opcode >= Instruction.VECTOR) {
                vector(frame, instruction);
            } else if (opcode >= 0xFE00) {
                atomic(frame, instruction);
            } else if (opcode >= 0xFC08) {
                bulk(frame, instruction);
            } else if (opcode >= 0xFB14 && opcode < 0xFC00) {
                reference(frame, instruction);
            } else if (opcode >= 0xFB00 && opcode < 0xFC00) {
                object(frame, instruction);
            } else {
                NumericOperator operator = NumericOperator.of(opcode);
                OracleValue last = frame.pop();
                frame.push(operator.binary ? operator.binary(frame.pop(), last) : operator.unary(last));
            }
        }
    }

    private void control(Frame frame, Instruction in, int position) {
        switch (in.opcode) {
            case 0x00 -> throw new OracleTrap(UNREACHABLE);
            case 0x01 -> {}
            case 0x02 -> frame.enter(in.index(1), in.index(0), in.end + 1);
            case 0x03 -> frame.enter(in.index(0), in.index(0), position);
            case 0x04 -> {
                boolean condition = frame.popI32() != 0;
                frame.enter(in.index(1), in.index(0), in.end + 1);
                if (!condition) {
                    frame.next = in.otherwise == in.end ? in.end : in.otherwise + 1;
                }
            }
            case 0x05 -> frame.next = in.end;
            case 0x08 -> {
                int tag = in.index(0);
                throw new OracleException(new OracleValue.Thrown(tag, frame.pop(oracle.module.carried(tag))));
            }
            case 0x0A -> {
                if (nonNull(frame.pop(), NULL_EXCEPTION) instanceof OracleValue.Thrown exception) {
                    throw new OracleException(exception);
                }
            }
            case 0x0B -> {
                if (frame.labels.isEmpty()) {
                    frame.finish();
                } else {
                    frame.labels.remove(frame.labels.size() - 1);
                }
            }
            case 0x0C -> frame.branch(in.index(0));
            case 0x0D -> {
                if (frame.popI32() != 0) {
                    frame.branch(in.index(0));
                }
            }
            case 0x0E -> frame.branch(in.index((int) Math.min(frame.popU32(), in.immediates.length - 1)));
            case 0x0F -> frame.finish();
            case 0x10 -> callFrom(frame, in.index(0));
            case 0x11 -> callFrom(frame, callee(frame, in));
            case 0x12 -> tailCallFrom(frame, in.index(0));
            case 0x13 -> tailCallFrom(frame, callee(frame, in));
            case 0x14 -> callFrom(frame, referred(frame));
            case 0x15 -> tailCallFrom(frame, referred(frame));
            default -> throw unknown(in);
        }
    }

    private static IllegalArgumentException unknown(Instruction in) {
        return new IllegalArgumentException("the oracle does not know opcode 0x" + Integer.toHexString(in.opcode));
    }

    private void callFrom(Frame frame, int function) {
        int params = oracle.module.functions.get(function).type().params().size();
        frame.stack.addAll(call(function, frame.pop(params)));
    }

    private void tailCallFrom(Frame frame, int function) {
        List<OracleValue> arguments =
                frame.pop(oracle.module.functions.get(function).type().params().size());
        frame.stack.clear();
        frame.stack.addAll(arguments);
        frame.tailCall = function;
        frame.next = frame.code.size();
    }

    private static int referred(Frame frame) {
        if (frame.pop() instanceof OracleValue.Function function) {
            return function.index();
        }
        throw new OracleTrap(NULL_FUNCTION);
    }

    private int callee(Frame frame, Instruction in) {
        OracleTable table = oracle.tables.get(in.index(1));
        long index = frame.popUnsigned();
        if (index < 0 || index >= table.elements.size()) {
            throw new OracleTrap(UNDEFINED_ELEMENT);
        }
        if (!(table.get(index) instanceof OracleValue.Function function)) {
            throw new OracleTrap(UNINITIALIZED_ELEMENT);
        }
        if (!isOfType(function, in.index(0))) {
            throw new OracleTrap(INDIRECT_CALL_TYPE_MISMATCH);
        }
        return function.index();
    }

    private void value(Frame frame, Instruction in) {
        switch (in.opcode) {
            case 0x1A -> frame.pop();
            case 0x1F -> frame.enterGuarded(in);
            case 0x1B, 0x1C -> {
                boolean first = frame.popI32() != 0;
                OracleValue second = frame.pop();
                OracleValue one = frame.pop();
                frame.push(first ? one : second);
            }
            case 0x20 -> frame.push(frame.locals.get(in.index(0)));
            case 0x21 -> frame.locals.set(in.index(0), frame.pop());
            case 0x22 -> frame.locals.set(in.index(0), frame.stack.get(frame.stack.size() - 1));
            case 0x23 -> frame.push(oracle.globals.get(in.index(0)));
            case 0x24 -> oracle.globals.set(in.index(0), frame.pop());
            case 0x25 -> frame.push(oracle.tables.get(in.index(0)).get(frame.popUnsigned()));
            case 0x26 -> {
                OracleValue reference = frame.pop();
                oracle.tables.get(in.index(0)).set(frame.popUnsigned(), reference);
            }
            case 0xD0 -> frame.push(OracleValue.nullRef());
            case 0xD1 -> frame.i32(frame.pop().equals(OracleValue.nullRef()) ? 1 : 0);
            case 0xD2 -> frame.push(new OracleValue.Function(in.index(0)));
            case 0xD3 -> {
                OracleValue second = frame.pop();
                frame.i32(frame.pop().equals(second) ? 1 : 0);
            }
            case 0xD4 -> frame.push(nonNull(frame.pop(), NULL_REFERENCE));
            case 0xD5 -> {
                OracleValue reference = frame.pop();
                if (reference.equals(OracleValue.nullRef())) {
                    frame.branch(in.index(0));
                } else {
                    frame.push(reference);
                }
            }
            case 0xD6 -> {
                OracleValue reference = frame.pop();
                if (!reference.equals(OracleValue.nullRef())) {
                    frame.push(reference);
                    frame.branch(in.index(0));
                }
            }
            default -> throw unknown(in);
        }
    }

    private void object(Frame frame, Instruction in) {
        int type = in.immediates.length > 0 ? in.index(0) : -1;
        switch (in.opcode) {
            case 0xFB00 -> frame.push(objects.struct(type, frame.pop(objects.fieldCount(type))));
            case 0xFB01 -> frame.push(objects.struct(type));
            case 0xFB02, 0xFB03, 0xFB04 -> frame.push(objects.get(frame.pop(), type, in.index(1), in.opcode == 0xFB03));
            case 0xFB05 -> {
                OracleValue value = frame.pop();
                objects.set(frame.pop(), type, in.index(1), value);
            }
            case 0xFB06 -> {
                long length = frame.popU32();
                frame.push(objects.array(type, frame.pop(), length));
            }
            case 0xFB07 -> frame.push(objects.array(type, frame.popU32()));
            case 0xFB08 -> frame.push(objects.array(type, frame.pop(in.index(1))));
            case 0xFB09, 0xFB0A -> {
                long length = frame.popU32();
                frame.push(objects.array(type, fromSegment(in, frame.popU32(), length)));
            }
            case 0xFB0B, 0xFB0C, 0xFB0D -> {
                long index = frame.popU32();
                frame.push(objects.getElement(frame.pop(), type, index, in.opcode == 0xFB0C));
            }
            case 0xFB0E -> {
                OracleValue value = frame.pop();
                long index = frame.popU32();
                objects.setElements(frame.pop(), type, index, List.of(value));
            }
            case 0xFB0F -> frame.i32(objects.length(frame.pop()));
            case 0xFB10 -> {
                long length = frame.popU32();
                OracleValue value = frame.pop();
                long index = frame.popU32();
                OracleValue array = frame.pop();
                objects.range(array, index, length);
                objects.setElements(array, type, index, Collections.nCopies((int) length, value));
            }
            case 0xFB11 -> {
                long length = frame.popU32();
                long from = frame.popU32();
                OracleValue source = frame.pop();
                long to = frame.popU32();
                OracleValue target = frame.pop();
                objects.range(target, to, length);
                objects.setElements(target, type, to, List.copyOf(objects.range(source, from, length)));
            }
            case 0xFB12, 0xFB13 -> {
                long length = frame.popU32();
                long from = frame.popU32();
                long to = frame.popU32();
                OracleValue array = frame.pop();
                objects.range(array, to, length);
                objects.setElements(array, type, to, fromSegment(in, from, length));
            }
            default -> throw unknown(in);
        }
    }

    private List<OracleValue> fromSegment(Instruction in, long from, long length) {
        boolean data = in.opcode == 0xFB09 || in.opcode == 0xFB12;
        return data
                ? objects.fromData(in.index(0), in.index(1), from, length)
                : objects.fromElements(in.index(1), from, length);
    }

    private void reference(Frame frame, Instruction in) {
        switch (in.opcode) {
            case 0xFB14 -> frame.i32(is(frame.pop(), in.index(0), false) ? 1 : 0);
            case 0xFB15 -> frame.i32(is(frame.pop(), in.index(0), true) ? 1 : 0);
            case 0xFB16, 0xFB17 -> {
                OracleValue value = frame.pop();
                if (!is(value, in.index(0), in.opcode == 0xFB17)) {
                    throw new OracleTrap(CAST_FAILURE);
                }
                frame.push(value);
            }
            case 0xFB18, 0xFB19 -> {
                OracleValue value = frame.stack.get(frame.stack.size() - 1);
                if (is(value, in.index(3), (in.index(0) & 2) != 0) == (in.opcode == 0xFB18)) {
                    frame.branch(in.index(1));
                }
            }
            case 0xFB1A, 0xFB1B -> {} // the same value in another hierarchy
            case 0xFB1C -> frame.push(new OracleValue.I31(frame.popI32() & 0x7FFF_FFFF));
            case 0xFB1D -> frame.i32(i31(frame.pop()) << 1 >> 1);
            case 0xFB1E -> frame.i32(i31(frame.pop()));
            default -> throw unknown(in);
        }
    }

    private static int i31(OracleValue value) {
        return ((OracleValue.I31) nonNull(value, NULL_I31)).value();
    }

    private static OracleValue nonNull(OracleValue value, Trap trap) {
        if (value.equals(OracleValue.nullRef())) {
            throw new OracleTrap(trap);
        }
        return value;
    }

    private boolean isOfType(OracleValue.Function function, int type) {
        return oracle.module.types.isSubtype(
                oracle.module.functions.get(function.index()).typeIndex(), type);
    }

    /** {@return whether a value is of a heap type, which is the index of a type or below 0} */
    private boolean is(OracleValue value, int heap, boolean nullToo) {
        if (value.equals(OracleValue.nullRef())) {
            return nullToo;
        } else if (heap >= 0) {
            return value instanceof Aggregate object
                    ? oracle.module.types.isSubtype(object.type, heap)
                    : value instanceof OracleValue.Function function && isOfType(function, heap);
        }
        boolean array = value instanceof Aggregate object && objects.isArray(object.type);
        return switch (heap & 0x7F) {
            case 0x6D -> value instanceof Aggregate || value instanceof OracleValue.I31;
            case 0x6C -> value instanceof OracleValue.I31;
            case 0x6B -> value instanceof Aggregate && !array;
            case 0x6A -> array;
            case 0x71, 0x72, 0x73, 0x74 -> false;
            default -> true;
        };
    }

    private void access(Frame frame, Instruction in) {
        OracleMemory memory = oracle.memories.get(in.index(1));
        if (in.opcode >= 0x36) {
            long number = bits(frame.pop());
            memory.store(OracleMemory.effective(frame.pop(), in.immediates[0]), width(in.opcode), number);
            return;
        }
        int width = width(in.opcode);
        long number = memory.load(OracleMemory.effective(frame.pop(), in.immediates[0]), width);
        boolean signed =
                switch (in.opcode) {
                    case 0x2C, 0x2E, 0x30, 0x32, 0x34 -> true;
                    default -> false;
                };
        int unused = 64 - 8 * width;
        long extended = signed ? number << unused >> unused : number;
        frame.push(
                switch (in.opcode) {
                    case 0x28, 0x2C, 0x2D, 0x2E, 0x2F -> new I32((int) extended);
                    case 0x2A -> new F32((int) extended);
                    case 0x2B -> new F64(extended);
                    default -> new I64(extended);
                });
    }

    private void atomic(Frame frame, Instruction in) {
        if (in.opcode != 0xFE03) {
            AtomicOperations.apply(in.opcode & 0xFF, oracle.memories.get(in.index(1)), in.immediates[0], frame);
        }
    }

    private void vector(Frame frame, Instruction in) {
        int code = in.opcode - Instruction.VECTOR;
        if (code == 0x0C) {
            frame.push(new V128(in.immediates[0], in.immediates[1]));
        } else if (code <= 0x0B || (code >= 0x54 && code <= 0x5D)) {
            vectorAccess(frame, in, code);
        } else {
            VectorOperator operator = VectorOperator.of(code);
            frame.push(operator.apply(frame.pop(operator.operands()), in.immediates));
        }
    }

    private void vectorAccess(Frame frame, Instruction in, int code) {
        OracleMemory memory = oracle.memories.get(in.index(1));
        boolean isLane = code >= 0x54 && code <= 0x5B;
        byte[] bytes = isLane || code == 0x0B ? VectorOperator.bytes(frame.pop()) : new byte[16];
        long address = OracleMemory.effective(frame.pop(), in.immediates[0]);
        int width =
                switch (code) {
                    case 0x00, 0x0B -> 16;
                    case 0x07, 0x54, 0x58 -> 1;
                    case 0x08, 0x55, 0x59 -> 2;
                    case 0x09, 0x56, 0x5A, 0x5C -> 4;
                    default -> 8;
                };
        int first = isLane ? in.index(2) * width : 0;
        OracleMemory.check(address, width, memory.bytes.length);
        if (code == 0x0B || (code >= 0x58 && code <= 0x5B)) {
            System.arraycopy(bytes, first, memory.bytes, (int) address, width);
            return;
        }
        System.arraycopy(memory.bytes, (int) address, bytes, first, width);
        if (code >= 0x07 && code <= 0x0A) {
            for (int i = width; i < bytes.length; i++) {
                bytes[i] = bytes[i - width];
            }
        }
        OracleValue loaded = VectorOperator.vector(bytes);
        // A load that extends is a load of eight bytes, of which the lanes are then extended.
        int extending = List.of(0x87, 0x89, 0xA7, 0xA9, 0xC7, 0xC9).get(Math.floorMod(code - 1, 6));
        frame.push(code >= 0x01 && code <= 0x06 ? VectorOperator.of(extending).apply(List.of(loaded)) : loaded);
    }

    private static long bits(OracleValue value) {
        if (value instanceof I32 number) {
            return number.value();
        } else if (value instanceof I64 number) {
            return number.value();
        } else if (value instanceof F32 number) {
            return number.bits();
        }
        return ((F64) value).bits();
    }

    /** {@return how many bytes a load or store accesses} */
    private static int width(int opcode) {
        return switch (opcode) {
            case 0x2C, 0x2D, 0x30, 0x31, 0x3A, 0x3C -> 1;
            case 0x2E, 0x2F, 0x32, 0x33, 0x3B, 0x3D -> 2;
            case 0x28, 0x2A, 0x34, 0x35, 0x36, 0x38, 0x3E -> 4;
            default -> 8;
        };
    }

    private void constantOrSize(Frame frame, Instruction in) {
        switch (in.opcode) {
            case 0x3F -> frame.push(oracle.memories.get(in.index(0)).pages());
            case 0x40 -> frame.push(oracle.memories.get(in.index(0)).grow(frame.pop()));
            case 0x41 -> frame.i32(in.index(0));
            case 0x42 -> frame.push(new I64(in.immediates[0]));
            case 0x43 -> frame.push(new F32(in.index(0)));
            default -> frame.push(new F64(in.immediates[0]));
        }
    }

    private void bulk(Frame frame, Instruction in) {
        switch (in.opcode) {
            case 0xFC09 -> oracle.data.set(in.index(0), new byte[0]);
            case 0xFC0D -> oracle.elements.set(in.index(0), List.of());
            case 0xFC0F -> {
                OracleValue delta = frame.pop();
                frame.push(oracle.tables.get(in.index(0)).grow(delta, frame.pop()));
            }
            case 0xFC10 -> frame.push(oracle.tables.get(in.index(0)).size());
            case 0xFC13, 0xFC14 -> {
                BigInteger second = pop128(frame);
                BigInteger first = pop128(frame);
                push128(frame, in.opcode == 0xFC13 ? first.add(second) : first.subtract(second));
            }
            case 0xFC15, 0xFC16 -> {
                boolean signed = in.opcode == 0xFC15;
                BigInteger second = integer(frame.pop(), signed);
                push128(frame, integer(frame.pop(), signed).multiply(second));
            }
            default -> range(frame, in);
        }
    }

    private static BigInteger integer(OracleValue value, boolean signed) {
        BigInteger number = BigInteger.valueOf(((I64) value).value());
        return signed || number.signum() >= 0 ? number : number.add(BigInteger.ONE.shiftLeft(64));
    }

    private static BigInteger pop128(Frame frame) {
        BigInteger high = integer(frame.pop(), true);
        return high.shiftLeft(64).add(integer(frame.pop(), false));
    }

    private static void push128(Frame frame, BigInteger number) {
        frame.push(new I64(number.longValue()));
        frame.push(new I64(number.shiftRight(64).longValue()));
    }

    /** The operators that have a length as the last of three operands. */
    private void range(Frame frame, Instruction in) {
        long length = frame.popUnsigned();
        OracleValue middle = frame.pop();
        long to = frame.popUnsigned();
        switch (in.opcode) {
            case 0xFC08 -> oracle.initMemory(in.index(1), in.index(0), to, middle.unsigned(), length);
            case 0xFC0A -> {
                byte[] target = oracle.memories.get(in.index(0)).bytes;
                byte[] source = oracle.memories.get(in.index(1)).bytes;
                long from = middle.unsigned();
                OracleMemory.check(from, length, source.length);
                OracleMemory.check(to, length, target.length);
                byte[] moved = new byte[(int) length];
                System.arraycopy(source, (int) from, moved, 0, moved.length);
                System.arraycopy(moved, 0, target, (int) to, moved.length);
            }
            case 0xFC0B -> {
                byte[] target = oracle.memories.get(in.index(0)).bytes;
                OracleMemory.check(to, length, target.length);
                for (int i = 0; i < length; i++) {
                    target[(int) to + i] = (byte) middle.i32();
                }
            }
            case 0xFC0C -> oracle.initTable(in.index(1), in.index(0), to, middle.unsigned(), length);
            case 0xFC0E -> {
                List<OracleValue> target = oracle.tables.get(in.index(0)).elements;
                List<OracleValue> source = oracle.tables.get(in.index(1)).elements;
                long from = middle.unsigned();
                OracleTable.check(from, length, source.size());
                OracleTable.check(to, length, target.size());
                List<OracleValue> moved = new ArrayList<>(source.subList((int) from, (int) (from + length)));
                Collections.copy(target.subList((int) to, (int) (to + length)), moved);
            }
            case 0xFC11 -> {
                List<OracleValue> target = oracle.tables.get(in.index(0)).elements;
                OracleTable.check(to, length, target.size());
                Collections.fill(target.subList((int) to, (int) (to + length)), middle);
            }
            default -> throw unknown(in);
        }
    }
}
