package org.wasmi.wasi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Linker;
import org.wasmi.wasi.internal.abi.Preview;

/** The functions of a {@link Wasi}, of both previews and always in the same order. */
final class Definitions {

    /** What each call costs in fuel, beside what depends on its arguments. */
    private static final int CALL_PRICE = 100;

    /** What a call costs that has the host look for a path. */
    private static final int PATH_CALL_PRICE = 5_000;

    private final List<Definition> all = new ArrayList<>();

    private record Definition(Preview preview, String name, FuncType type, HostFunction body) {}

    /** Defines a function that answers with an error number. */
    void define(String name, Syscall body, NumType... params) {
        defineByPreview(name, preview -> body, params);
    }

    /** Defines a function that answers with an error number and is not the same in each preview. */
    void defineByPreview(String name, Function<Preview, Syscall> bodies, NumType... params) {
        int price = name.startsWith("path_") ? PATH_CALL_PRICE : CALL_PRICE;
        for (Preview preview : Preview.values()) {
            Syscall body = bodies.apply(preview);
            add(preview, name, List.of(NumType.I32), params, call -> {
                call.consumeFuel(price);
                call.returnI32(body.errno(call).code());
            });
        }
    }

    /** Defines a function without a result. */
    void defineWithoutResult(String name, HostFunction body, NumType... params) {
        for (Preview preview : Preview.values()) {
            add(preview, name, List.of(), params, body);
        }
    }

    private void add(Preview preview, String name, List<NumType> results, NumType[] params, HostFunction body) {
        all.add(new Definition(preview, name, new FuncType(List.of(params), List.copyOf(results)), body));
    }

    /** {@return the functions of preview 1 by their names} */
    Map<String, HostFunction.Typed> functions() {
        Map<String, HostFunction.Typed> functions = new LinkedHashMap<>();
        for (Definition each : all) {
            if (each.preview() == Preview.ONE) {
                functions.put(each.name(), new HostFunction.Typed(each.type(), each.body()));
            }
        }
        return Collections.unmodifiableMap(functions);
    }

    /** Adds all functions to a linker. */
    void addTo(Linker linker) {
        for (Definition each : all) {
            linker.function(each.preview().module(), each.name(), each.type(), each.body());
        }
    }

    /**
     * Adds functions of these names and types to a linker, each served by that of the definitions that belong to a
     * call.
     */
    void addTo(Linker linker, Function<HostCall, Definitions> of) {
        for (int i = 0; i < all.size(); i++) {
            int index = i;
            Definition each = all.get(i);
            linker.function(
                    each.preview().module(),
                    each.name(),
                    each.type(),
                    call -> of.apply(call).all.get(index).body().call(call));
        }
    }
}
