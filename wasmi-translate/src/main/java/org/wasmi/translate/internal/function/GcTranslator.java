package org.wasmi.translate.internal.function;

import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.error.Proposal;
import org.wasmi.translate.internal.binary.ModuleInfo;

/** Translates the operators on structures and arrays, which are validated. */
final class GcTranslator {
    private final Emitter emitter;

    GcTranslator(ModuleInfo module, OperandStack operands, Emitter emitter) {
        this.emitter = emitter;
    }

    private MalformedException unsupported(String operator) {
        return MalformedException.unsupported(Proposal.GC, operator, emitter.offset());
    }

    void structNew(int type) {
        throw unsupported("struct.new " + type);
    }

    void structNewDefault(int type) {
        throw unsupported("struct.new_default " + type);
    }

    void structGet(int type, int field, boolean signed) {
        throw unsupported("struct.get " + type + " " + field + (signed ? " signed" : ""));
    }

    void structSet(int type, int field) {
        throw unsupported("struct.set " + type + " " + field);
    }

    void arrayNew(int type) {
        throw unsupported("array.new " + type);
    }

    void arrayNewDefault(int type) {
        throw unsupported("array.new_default " + type);
    }

    void arrayNewFixed(int type, int count) {
        throw unsupported("array.new_fixed " + type + " " + count);
    }

    void arrayNewData(int type, int segment) {
        throw unsupported("array.new_data " + type + " " + segment);
    }

    void arrayNewElem(int type, int segment) {
        throw unsupported("array.new_elem " + type + " " + segment);
    }

    void arrayGet(int type, boolean signed) {
        throw unsupported("array.get " + type + (signed ? " signed" : ""));
    }

    void arraySet(int type) {
        throw unsupported("array.set " + type);
    }

    void arrayLen() {
        throw unsupported("array.len");
    }

    void arrayFill(int type) {
        throw unsupported("array.fill " + type);
    }

    void arrayCopy(int type) {
        throw unsupported("array.copy " + type);
    }

    void arrayInitData(int type, int segment) {
        throw unsupported("array.init_data " + type + " " + segment);
    }

    void arrayInitElem(int type, int segment) {
        throw unsupported("array.init_elem " + type + " " + segment);
    }
}
