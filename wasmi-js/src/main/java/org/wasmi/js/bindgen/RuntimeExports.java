package org.wasmi.js.bindgen;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.GuestHeap;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;

/**
 * What a module exports for wasm-bindgen itself. Newer versions number such exports, so that only types tell them apart.
 */
final class RuntimeExports implements GuestHeap.Allocator {
    private static final Pattern NUMBERED = Pattern.compile("__wbindgen_export_?\\d*");

    private final Instance instance;
    private final WasmFunction malloc;
    private final WasmFunction free;

    RuntimeExports(Instance instance) {
        this.instance = instance;
        malloc = find(
                instance,
                "__wbindgen_malloc",
                type -> type.params().size() <= 2 && type.results().size() == 1);
        free = find(
                instance,
                "__wbindgen_free",
                type -> type.params().size() >= 2 && type.results().isEmpty());
    }

    private static WasmFunction find(Instance instance, String name, Predicate<FuncType> hasType) {
        if (instance.exportNames().contains(name)) {
            return instance.function(name);
        }
        return instance.exportNames().stream()
                .filter(each -> NUMBERED.matcher(each).matches())
                .flatMap(each -> instance.export(each).stream())
                .filter(WasmFunction.class::isInstance)
                .map(WasmFunction.class::cast)
                .filter(each -> isOfI32(each.type().params()) && hasType.test(each.type()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the module does not export " + name));
    }

    private static boolean isOfI32(List<ValType> types) {
        return types.stream().allMatch(NumType.I32::equals);
    }

    @Override
    public int allocate(int bytes, int alignment) {
        List<Value> results = malloc.type().params().size() == 1
                ? malloc.call(Value.i32(bytes))
                : malloc.call(Value.i32(bytes), Value.i32(alignment));
        return ((Value.I32) results.get(0)).value();
    }

    @Override
    public void free(int address, int bytes, int alignment) {
        if (free.type().params().size() == 2) {
            free.call(Value.i32(address), Value.i32(bytes));
        } else {
            free.call(Value.i32(address), Value.i32(bytes), Value.i32(alignment));
        }
    }

    /** Keeps a thrown value, for which the guest looks when the function that throws returns. */
    void storeException(int index) {
        find(
                        instance,
                        "__wbindgen_exn_store",
                        type -> type.params().size() == 1 && type.results().isEmpty())
                .call(Value.i32(index));
    }
}
