package org.wasmi.translate.internal.function;

import java.util.HashMap;
import java.util.Map;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructLayout;
import org.wasmi.encoding.type.StructType;
import org.wasmi.translate.internal.binary.ModuleInfo;

/** Translates the operators on structures and arrays, which have been validated and can be reached. */
final class GcTranslator {
    private static final int MOST_INPUTS = 5;

    private final ModuleInfo module;
    private final OperandStack operands;
    private final Emitter emitter;

    /** By index of the type. */
    private final Map<Integer, StructLayout> layouts = new HashMap<>();

    private final int[] slots = new int[MOST_INPUTS];

    GcTranslator(ModuleInfo module, OperandStack operands, Emitter emitter) {
        this.module = module;
        this.operands = operands;
        this.emitter = emitter;
    }

    private StructType struct(int type) {
        return (StructType) module.types().composite(type);
    }

    private StructLayout layout(int type) {
        return layouts.computeIfAbsent(type, index -> StructLayout.of(struct(index)));
    }

    private StorageType element(int type) {
        FieldType element = ((ArrayType) module.types().composite(type)).element();
        return element.storage();
    }

    // Structures.

    /** Translates {@code struct.new}. */
    void structNew(int type) {
        create(Op.STRUCT_NEW, type, struct(type).fields().size());
    }

    /** The values of fields or elements lie in their home slots. */
    private void create(Op op, int type, int values) {
        operands.materialiseTop(values);
        int count = operands.slots(values);
        operands.truncate(operands.size() - values);
        emitter.meterValues(count);
        int result = operands.pushTemporary(OperandClass.REFERENCE);
        emitter.emit(op, result, type, result, count);
    }

    /** Translates {@code struct.new_default}. */
    void structNewDefault(int type) {
        emitter.meterValues(layout(type).slots());
        emitter.emit(Op.STRUCT_NEW_DEFAULT, operands.pushTemporary(OperandClass.REFERENCE), type);
    }

    /**
     * Translates {@code struct.get}, {@code struct.get_s} and {@code struct.get_u}.
     *
     * @param signed whether the last is not the one
     */
    void structGet(int type, int field, boolean signed) {
        StorageType storage = struct(type).fields().get(field).storage();
        int struct = operands.read(operands.size() - 1);
        operands.pop();
        int result = operands.pushTemporary(OperandClass.of(storage.unpacked()));
        emitter.emit(fieldGet(storage, signed), result, struct, layout(type).place(field));
    }

    private static Op fieldGet(StorageType storage, boolean signed) {
        if (storage instanceof PackedType packed) {
            return switch (packed) {
                case I8 -> signed ? Op.STRUCT_GET8_S : Op.STRUCT_GET8_U;
                case I16 -> signed ? Op.STRUCT_GET16_S : Op.STRUCT_GET16_U;
            };
        }
        return choose(storage, Op.STRUCT_GET, Op.STRUCT_GET128, Op.STRUCT_GET_REF);
    }

    /** {@return the instruction for values of a type} */
    private static Op choose(StorageType storage, Op ofNumber, Op ofVector, Op ofReference) {
        return switch (OperandClass.of(storage.unpacked())) {
            case NUMBER -> ofNumber;
            case VECTOR -> ofVector;
            case REFERENCE -> ofReference;
        };
    }

    /** Translates {@code struct.set}. */
    void structSet(int type, int field) {
        StorageType storage = struct(type).fields().get(field).storage();
        int place = layout(type).place(field);
        int value = operands.size() - 1;
        int struct = operands.read(value - 1);
        if (emitter.fuses() && operands.isShortConstant(value)) {
            emitter.emit(Op.STRUCT_SET_I, struct, place, operands.constant(value));
        } else {
            Op op = choose(storage, Op.STRUCT_SET_S, Op.STRUCT_SET128_S, Op.STRUCT_SET_REF_S);
            emitter.emit(op, struct, place, operands.read(value));
        }
        operands.truncate(value - 1);
    }

    // Arrays.

    /** Translates {@code array.new}. */
    void arrayNew(int type) {
        StorageType element = element(type);
        bulk(choose(element, Op.ARRAY_NEW, Op.ARRAY_NEW128, Op.ARRAY_NEW_REF), element, type);
    }

    /** Translates {@code array.new_default}. */
    void arrayNewDefault(int type) {
        bulk(Op.ARRAY_NEW_DEFAULT, element(type), type);
    }

    /** Translates {@code array.new_fixed}. */
    void arrayNewFixed(int type, int count) {
        create(Op.ARRAY_NEW_FIXED, type, count);
    }

    /** Translates {@code array.new_data}. */
    void arrayNewData(int type, int data) {
        bulk(Op.ARRAY_NEW_DATA, element(type), type, data);
    }

    /** Translates {@code array.new_elem}. */
    void arrayNewElem(int type, int segment) {
        bulk(Op.ARRAY_NEW_ELEM, element(type), type, segment);
    }

    /**
     * Translates {@code array.get}, {@code array.get_s} and {@code array.get_u}.
     *
     * @param signed whether the last is not the one
     */
    void arrayGet(int type, boolean signed) {
        plain(elementGet(element(type), signed));
    }

    private static Op elementGet(StorageType element, boolean signed) {
        if (element instanceof PackedType packed) {
            return switch (packed) {
                case I8 -> signed ? Op.ARRAY_GET8_S_SS : Op.ARRAY_GET8_U_SS;
                case I16 -> signed ? Op.ARRAY_GET16_S_SS : Op.ARRAY_GET16_U_SS;
            };
        }
        Op ofNumber = element.bytes() == Integer.BYTES ? Op.ARRAY_GET32_SS : Op.ARRAY_GET64_SS;
        return choose(element, ofNumber, Op.ARRAY_GET128_SS, Op.ARRAY_GET_REF_SS);
    }

    /** Translates {@code array.set}. */
    void arraySet(int type) {
        StorageType element = element(type);
        Op ofNumber =
                switch (element.bytes()) {
                    case Byte.BYTES -> Op.ARRAY_SET8;
                    case Short.BYTES -> Op.ARRAY_SET16;
                    case Integer.BYTES -> Op.ARRAY_SET32;
                    default -> Op.ARRAY_SET64;
                };
        plain(choose(element, ofNumber, Op.ARRAY_SET128, Op.ARRAY_SET_REF));
    }

    /** Translates {@code array.len}. */
    void arrayLen() {
        plain(Op.ARRAY_LEN);
    }

    /** Translates {@code array.fill}. */
    void arrayFill(int type) {
        StorageType element = element(type);
        bulk(choose(element, Op.ARRAY_FILL, Op.ARRAY_FILL128, Op.ARRAY_FILL_REF), element);
    }

    /**
     * Translates {@code array.copy}.
     *
     * @param type the type of the array that is written
     */
    void arrayCopy(int type) {
        bulk(Op.ARRAY_COPY, element(type));
    }

    /** Translates {@code array.init_data}. */
    void arrayInitData(int type, int data) {
        bulk(Op.ARRAY_INIT_DATA, element(type), data);
    }

    /** Translates {@code array.init_elem}. */
    void arrayInitElem(int type, int segment) {
        bulk(Op.ARRAY_INIT_ELEM, element(type), segment);
    }

    /** Translates to one instruction on many elements of a type. */
    private void bulk(Op op, StorageType element, int... indices) {
        int inputs = readInputs(op);
        emitter.meterElements(slots[inputs - 1], element);
        write(op, inputs, indices);
    }

    /** Translates to one instruction that takes its operands from slots. */
    private void plain(Op op) {
        write(op, readInputs(op));
    }

    private int readInputs(Op op) {
        int inputs = op.inputs().size();
        int base = operands.size() - inputs;
        for (int i = 0; i < inputs; i++) {
            slots[i] = operands.read(base + i);
        }
        operands.truncate(base);
        return inputs;
    }

    private void write(Op op, int inputs, int... indices) {
        emitter.begin(op);
        if (op.format().operands().get(0) == OperandKind.RESULT) {
            emitter.operand(operands.pushTemporary(OperandClass.ofResult(op)));
        }
        for (int each : indices) {
            emitter.operand(each);
        }
        for (int i = 0; i < inputs; i++) {
            emitter.operand(slots[i]);
        }
        emitter.end();
    }
}
