package org.wasmi.js.bindgen;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.HostCall;

/** The arguments of a call by a guest, one after the other, and its result, by the conventions of wasm-bindgen. */
final class Arguments {
    private final Bindgen bindgen;
    private final HostCall call;
    private final BitSet taken;
    private final boolean indexed;
    private int next;

    Arguments(Bindgen bindgen, HostCall call, BitSet taken, boolean indexed) {
        this.bindgen = bindgen;
        this.call = call;
        this.taken = taken;
        this.indexed = indexed;
    }

    HostCall call() {
        return call;
    }

    boolean hasNext() {
        return next < call.function().type().params().size();
    }

    int i32() {
        return call.i32(next++);
    }

    /** A number that is an i32, or an f64. */
    double number() {
        ValType type = call.function().type().params().get(next);
        return type == NumType.F64 ? call.f64(next++) : i32();
    }

    long i64() {
        return call.i64(next++);
    }

    String string() {
        String text = call.utf8(next, next + 1);
        next += 2;
        return text;
    }

    /** An object, which the guest keeps or gives up. */
    @Nullable
    Object object() {
        if (!isNumbered(call.function().type().params().get(next))) {
            return call.reference(next++);
        }
        return taken.get(next)
                ? bindgen.objects().take(i32())
                : bindgen.objects().get(i32());
    }

    void returnObject(@Nullable Object object) {
        if (isNumbered(call.function().type().results().get(0))) {
            call.returnI32(bindgen.objects().add(object));
        } else {
            call.returnReference(0, object);
        }
    }

    /** {@return whether the second argument is the index of an element} */
    boolean isIndexed() {
        return indexed;
    }

    /** Returns a value in the form that the function's type asks for: a number or boolean itself, or an object. */
    void returnAny(@Nullable Object value, boolean plain) {
        List<ValType> results = call.function().type().results();
        if (results.isEmpty()) {
            return;
        } else if (plain && value instanceof Boolean bool) {
            returnBoolean(bool);
        } else if (plain && value instanceof Number number) {
            returnNumber(number.doubleValue());
        } else {
            returnObject(value);
        }
    }

    void returnBoolean(boolean value) {
        call.returnI32(value ? 1 : 0);
    }

    void returnNumber(double value) {
        if (call.function().type().results().get(0) == NumType.F64) {
            call.returnF64(value);
        } else {
            call.returnI32((int) (long) value);
        }
    }

    private static boolean isNumbered(ValType type) {
        return type == NumType.I32;
    }
}
