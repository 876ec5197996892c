package org.wasmi.emscripten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.HostFunction;
import org.wasmi.wasi.Wasi;

/** The functions that programs import, by their names in C. One name may stand for several types, by version. */
final class Library {
    private static final int NOSYS = 52;

    private final Guest guest;
    private final Map<String, HostFunction.Typed> ofHost;
    private final List<Map<String, HostFunction.Typed>> ofSystem;
    private final Map<String, List<HostFunction.Typed>> typed = new HashMap<>();
    private final Map<String, Function<FuncType, HostFunction>> ofAnyType = new HashMap<>();
    private final Calls calls;
    private final ExceptionFunctions exceptions;

    Library(Guest guest, Wasi system, Map<String, HostFunction.Typed> ofHost) {
        this.guest = guest;
        this.ofHost = ofHost;
        this.ofSystem = List.of(
                system.functions(),
                system.systemCalls(guest.glue().statLayout(), false),
                system.systemCalls(guest.glue().statLayout(), true));
        new HeapFunctions(guest).define(this);
        new TimeFunctions(guest).define(this);
        new ProcessFunctions(guest, system).define(this);
        new ThreadFunctions(guest).define(this);
        new EmbindFunctions(guest).define(this);
        calls = new Calls(guest);
        calls.define(this);
        exceptions = new ExceptionFunctions(guest);
        exceptions.define(this);
    }

    /** Defines a function without a result. */
    void define(String name, HostFunction body, NumType... params) {
        define(name, List.of(), body, params);
    }

    /** Defines a function that returns an i32. */
    void defineInt(String name, HostFunction body, NumType... params) {
        define(name, List.of(NumType.I32), body, params);
    }

    /** Defines a function that returns an f64. */
    void defineDouble(String name, HostFunction body, NumType... params) {
        define(name, List.of(NumType.F64), body, params);
    }

    /** Defines a function that returns an i64. */
    void defineLong(String name, HostFunction body, NumType... params) {
        define(name, List.of(NumType.I64), body, params);
    }

    private void define(String name, List<NumType> results, HostFunction body, NumType... params) {
        FuncType type = new FuncType(List.of(params), List.copyOf(results));
        typed.computeIfAbsent(name, key -> new ArrayList<>()).add(new HostFunction.Typed(type, body));
    }

    /** Defines a function that does not depend on its type. */
    void defineAny(String name, HostFunction body) {
        ofAnyType.put(name, type -> body);
    }

    Calls calls() {
        return calls;
    }

    /** {@return the function for an import: one that throws, if there is none} */
    HostFunction function(Import imported, FuncType type) {
        return known(imported, type).orElseGet(() -> missing(imported, name(imported), type));
    }

    private String name(Import imported) {
        return guest.glue().imported(imported.name()).orElse(imported.name());
    }

    /** {@return the function for an import, if there is one} */
    Optional<HostFunction> known(Import imported, FuncType type) {
        String name = name(imported);
        HostFunction.Typed given = ofHost.getOrDefault(imported.name(), ofHost.get(name));
        if (given != null) {
            if (!given.type().equals(type)) {
                throw new IllegalArgumentException(
                        "the program imports '" + name + "' as " + type + ", and it is defined as " + given.type());
            }
            return Optional.of(given.body());
        }
        return Optional.ofNullable(find(name, type));
    }

    private @Nullable HostFunction find(String name, FuncType type) {
        for (HostFunction.Typed each : typed.getOrDefault(name, List.of())) {
            if (each.type().equals(type)) {
                return each.body();
            }
        }
        for (Map<String, HostFunction.Typed> functions : ofSystem) {
            HostFunction.Typed each = functions.get(name);
            if (each != null && each.type().equals(type)) {
                return each.body();
            }
        }
        if (ofAnyType.containsKey(name)) {
            return ofAnyType.get(name).apply(type);
        }
        if (name.startsWith("invoke_")) {
            return calls.invoke(type);
        }
        if (name.startsWith("__cxa_find_matching_catch")) {
            return exceptions.find();
        }
        if (name.startsWith("_embind_") && type.results().isEmpty()) {
            return call -> {}; // registrations for JavaScript, which nobody will look at
        }
        return constant(guest.glue().constant(name), type, name);
    }

    /** {@return a function that returns a number that the glue has, or that the system lacks a call; else null} */
    private static @Nullable HostFunction constant(OptionalInt constant, FuncType type, String name) {
        boolean returnsInt = type.results().equals(List.of(NumType.I32));
        if (returnsInt && constant.isPresent()) {
            return call -> call.returnI32(constant.getAsInt());
        }
        if (returnsInt && name.startsWith("__syscall_")) {
            return call -> call.returnI32(-NOSYS);
        }
        return null;
    }

    private static HostFunction missing(Import imported, String name, FuncType type) {
        String what = imported.name().equals(name) ? "'" + name + "'" : "'" + name + "' (" + imported.name() + ")";
        String message = "the runtime has no function " + what + " of type " + type + ": define it, or name it";
        return call -> {
            throw new MissingFunctionException(name, message);
        };
    }
}
