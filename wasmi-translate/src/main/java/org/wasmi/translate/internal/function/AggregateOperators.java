package org.wasmi.translate.internal.function;

import java.util.List;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * Reads and validates the operators on structures and arrays (Wasm specification, 3.4 "Aggregate instructions"), and
 * has them translated.
 */
final class AggregateOperators {
    private final ModuleInfo module;
    private final TranslationLimits limits;
    private final OperandTypes operandTypes;
    private final FunctionValidator types;
    private final Indices indices;
    private final GcTranslator translator;
    private final ControlTranslator control;
    private BinaryReader reader = new BinaryReader(new byte[0], 0, 0);

    AggregateOperators(
            ModuleInfo module,
            TranslationLimits limits,
            OperandTypes operandTypes,
            FunctionValidator types,
            Indices indices,
            GcTranslator translator,
            ControlTranslator control) {
        this.module = module;
        this.limits = limits;
        this.operandTypes = operandTypes;
        this.types = types;
        this.indices = indices;
        this.translator = translator;
        this.control = control;
    }

    /** Reads from another function. */
    void reset(BinaryReader source) {
        reader = source;
    }

    void operator(WasmOpcode opcode) {
        switch (opcode) {
            case STRUCT_NEW -> structNew();
            case STRUCT_NEW_DEFAULT -> structNewDefault();
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> structGet(opcode);
            case STRUCT_SET -> structSet();
            case ARRAY_NEW -> arrayNew();
            case ARRAY_NEW_DEFAULT -> arrayNewDefault();
            case ARRAY_NEW_FIXED -> arrayNewFixed();
            case ARRAY_NEW_DATA -> arrayNewData();
            case ARRAY_NEW_ELEM -> arrayNewElem();
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> arrayGet(opcode);
            case ARRAY_SET -> arraySet();
            case ARRAY_LEN -> arrayLen();
            case ARRAY_FILL -> arrayFill();
            case ARRAY_COPY -> arrayCopy();
            case ARRAY_INIT_DATA -> arrayInitData();
            case ARRAY_INIT_ELEM -> arrayInitElem();
            default -> throw new IllegalArgumentException(opcode.text());
        }
    }

    // Structures.

    private List<FieldType> fields(int type) {
        return ((StructType) module.types().composite(type)).fields();
    }

    private void pushNew(int type) {
        types.push(operandTypes.ofReference(false, type));
    }

    private void popObject(int type) {
        types.pop(operandTypes.ofReference(true, type));
    }

    private void structNew() {
        int type = indices.structType();
        List<FieldType> fields = fields(type);
        for (int i = fields.size() - 1; i >= 0 && !types.isBottomless(); i--) {
            types.pop(operandTypes.unpacked(fields.get(i).storage()));
        }
        pushNew(type);
        if (control.isLive()) {
            translator.structNew(type);
        }
    }

    private void structNewDefault() {
        int type = indices.structType();
        for (FieldType each : fields(type)) {
            requireDefault(each);
        }
        pushNew(type);
        if (control.isLive()) {
            translator.structNewDefault(type);
        }
    }

    private void requireDefault(FieldType field) {
        if (!OperandType.isDefaultable(operandTypes.unpacked(field.storage()))) {
            throw types.invalid("type mismatch: a field of type " + field + " has no default value");
        }
    }

    private int field(int type) {
        return indices.checked(reader.u32(), fields(type).size(), "field");
    }

    private void structGet(WasmOpcode opcode) {
        int type = indices.structType();
        int field = field(type);
        StorageType storage = fields(type).get(field).storage();
        requirePacked(storage, opcode != WasmOpcode.STRUCT_GET, opcode);
        popObject(type);
        types.push(operandTypes.unpacked(storage));
        if (control.isLive()) {
            translator.structGet(type, field, opcode == WasmOpcode.STRUCT_GET_S);
        }
    }

    private void requirePacked(StorageType storage, boolean packed, WasmOpcode opcode) {
        if (storage instanceof PackedType != packed) {
            throw types.invalid("type mismatch: " + opcode.text() + " of type " + storage);
        }
    }

    private void structSet() {
        int type = indices.structType();
        int index = field(type);
        FieldType field = fields(type).get(index);
        if (!field.mutable()) {
            throw types.invalid("immutable field " + index);
        }
        types.pop(operandTypes.unpacked(field.storage()));
        popObject(type);
        if (control.isLive()) {
            translator.structSet(type, index);
        }
    }

    // Arrays.

    private FieldType element(int type) {
        return ((ArrayType) module.types().composite(type)).element();
    }

    private int elementType(int type) {
        return operandTypes.unpacked(element(type).storage());
    }

    private FieldType mutableElement(int type) {
        FieldType element = element(type);
        if (!element.mutable()) {
            throw types.invalid("immutable array");
        }
        return element;
    }

    private void popLength() {
        types.pop(OperandType.I32);
    }

    private void popIndex() {
        types.pop(OperandType.I32);
    }

    private void arrayNew() {
        int type = indices.arrayType();
        popLength();
        types.pop(elementType(type));
        pushNew(type);
        if (control.isLive()) {
            translator.arrayNew(type);
        }
    }

    private void arrayNewDefault() {
        int type = indices.arrayType();
        requireDefault(element(type));
        popLength();
        pushNew(type);
        if (control.isLive()) {
            translator.arrayNewDefault(type);
        }
    }

    private void arrayNewFixed() {
        int type = indices.arrayType();
        long length = Integer.toUnsignedLong(reader.u32());
        limits.check(TranslationLimit.FIXED_ELEMENTS, length);
        int element = elementType(type);
        for (long i = 0; i < length && !types.isBottomless(); i++) {
            types.pop(element);
        }
        pushNew(type);
        if (control.isLive()) {
            translator.arrayNewFixed(type, (int) length);
        }
    }

    private int data() {
        int at = types.offset();
        int data = reader.u32();
        if (module.dataCount() == ModuleInfo.NO_DATA_COUNT) {
            throw new MalformedException("data count section required", at);
        }
        return indices.checked(data, module.dataCount(), "data segment");
    }

    private void requireBits(StorageType storage) {
        if (storage instanceof ValType type && type.isReference()) {
            throw types.invalid("array type is not numeric or vector");
        }
    }

    private void requireElements(int segment, StorageType storage) {
        RefType elements = module.element(segment);
        if (!module.types().isSubtype(elements, storage)) {
            throw types.invalid("type mismatch: elements of type " + elements + " instead of " + storage);
        }
    }

    private void arrayNewData() {
        int type = indices.arrayType();
        int data = data();
        requireBits(element(type).storage());
        popLength();
        popIndex();
        pushNew(type);
        if (control.isLive()) {
            translator.arrayNewData(type, data);
        }
    }

    private void arrayNewElem() {
        int type = indices.arrayType();
        int segment = indices.element();
        requireElements(segment, element(type).storage());
        popLength();
        popIndex();
        pushNew(type);
        if (control.isLive()) {
            translator.arrayNewElem(type, segment);
        }
    }

    private void arrayGet(WasmOpcode opcode) {
        int type = indices.arrayType();
        requirePacked(element(type).storage(), opcode != WasmOpcode.ARRAY_GET, opcode);
        popIndex();
        popObject(type);
        types.push(elementType(type));
        if (control.isLive()) {
            translator.arrayGet(type, opcode == WasmOpcode.ARRAY_GET_S);
        }
    }

    private void arraySet() {
        int type = indices.arrayType();
        mutableElement(type);
        types.pop(elementType(type));
        popIndex();
        popObject(type);
        if (control.isLive()) {
            translator.arraySet(type);
        }
    }

    private void arrayLen() {
        types.pop(OperandType.ARRAYREF);
        types.push(OperandType.I32);
        if (control.isLive()) {
            translator.arrayLen();
        }
    }

    private void arrayFill() {
        int type = indices.arrayType();
        mutableElement(type);
        popLength();
        types.pop(elementType(type));
        popIndex();
        popObject(type);
        if (control.isLive()) {
            translator.arrayFill(type);
        }
    }

    private void arrayCopy() {
        int to = indices.arrayType();
        int from = indices.arrayType();
        if (!module.types()
                .isSubtype(element(from).storage(), mutableElement(to).storage())) {
            throw types.invalid("array types do not match");
        }
        popLength();
        popIndex();
        popObject(from);
        popIndex();
        popObject(to);
        if (control.isLive()) {
            translator.arrayCopy(to);
        }
    }

    private void arrayInitData() {
        int type = indices.arrayType();
        int data = data();
        requireBits(mutableElement(type).storage());
        popLength();
        popIndex();
        popIndex();
        popObject(type);
        if (control.isLive()) {
            translator.arrayInitData(type, data);
        }
    }

    private void arrayInitElem() {
        int type = indices.arrayType();
        int segment = indices.element();
        requireElements(segment, mutableElement(type).storage());
        popLength();
        popIndex();
        popIndex();
        popObject(type);
        if (control.isLive()) {
            translator.arrayInitElem(type, segment);
        }
    }
}
