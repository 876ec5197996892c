package org.wasmi.emscripten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Memory;

/**
 * Registrations of C++ for JavaScript: {@code _embind_register_*}, kept for the host in an {@link Embind}, and what a
 * guest does with the handles of values: {@code _emval_*}. Later versions give some functions further parameters at
 * their end, which nothing here needs.
 */
final class EmbindFunctions {
    private static final int MAX_CONSTANTS = 100_000;
    /** How much may be registered: each thing counts some bytes, and the length of its name. */
    private static final int MAX_REGISTERED = 32 << 20;

    private static final int BYTES_OF_REGISTRATION = 256;
    private static final int MAX_PARAMS = 256;

    private final Guest guest;
    private final Embind embind;
    private final ValueHandles handles;
    private final Map<Integer, BoundTypes.Structure> structures = new HashMap<>();
    private int registered;

    EmbindFunctions(Guest guest) {
        this.guest = guest;
        this.embind = guest.embind();
        this.handles = new ValueHandles(guest.glue().hasEvenHandles());
    }

    /** What a function does with its arguments. */
    private interface Registration {
        void register(HostCall call);
    }

    void define(Library library) {
        define(library, "constant", call -> {
            if (guest.constants().size() < MAX_CONSTANTS) {
                guest.constants().put(text(call, 0), call.f64(2));
            }
        });
        defineNumbers(library);
        defineOthers(library);
        defineStructures(library);
        define(library, "function", this::function);
        define(library, "class", this::registerClass);
        define(library, "smart_ptr", this::smartPointer);
        define(library, "class_constructor", this::constructor);
        define(library, "class_function", this::method);
        define(library, "class_class_function", this::classFunction);
        define(library, "class_property", call -> embind.classOf(call.i32(0))
                .properties
                .put(text(call, 1), property(call, 1)));
        defineValues(library);
    }

    private void define(Library library, String what, Registration registration) {
        library.defineAny("_embind_register_" + what, call -> {
            call.consumeFuel(BYTES_OF_REGISTRATION);
            registered += BYTES_OF_REGISTRATION;
            registration.register(call);
            if (registered > MAX_REGISTERED) {
                throw new AbortException("the guest registers too much for JavaScript");
            }
        });
    }

    private String text(HostCall call, int param) {
        String text = ProcessFunctions.text(guest, call.i32(param), "");
        registered += 2 * text.length();
        return text;
    }

    private void defineNumbers(Library library) {
        define(library, "void", call -> embind.add(call.i32(0), new BoundTypes.None(guest, text(call, 1))));
        define(library, "bool", call -> embind.add(call.i32(0), new BoundTypes.Truth(guest, text(call, 1))));
        define(library, "integer", call -> {
            boolean signed = call.i32(3) != 0;
            embind.add(call.i32(0), new BoundTypes.Whole(guest, text(call, 1), size(call), signed));
        });
        define(
                library,
                "bigint",
                call -> embind.add(call.i32(0), new BoundTypes.Whole(guest, text(call, 1), size(call), true)));
        define(
                library,
                "float",
                call -> embind.add(
                        call.i32(0), new BoundTypes.Floating(guest, text(call, 1), size(call) == Double.BYTES)));
        define(
                library,
                "enum",
                call -> embind.add(
                        call.i32(0), new BoundTypes.Choice(guest, text(call, 1), size(call), call.i32(3) != 0)));
        define(library, "enum_value", call -> {
            if (embind.type(call.i32(0)) instanceof BoundTypes.Choice choice) {
                choice.add(text(call, 1), call.i32(2));
            }
        });
    }

    private static int size(HostCall call) {
        int size = call.i32(2);
        if (size != 1 && size != 2 && size != Integer.BYTES && size != Long.BYTES) {
            throw new AbortException("the guest registers numbers of " + size + " bytes");
        }
        return size;
    }

    private void defineOthers(Library library) {
        define(library, "std_string", call -> embind.add(call.i32(0), BoundTypes.Text.ofBytes(guest, text(call, 1))));
        define(library, "std_wstring", call -> {
            if (call.i32(1) != 2 && call.i32(1) != Integer.BYTES) {
                throw new AbortException("the guest registers characters of " + call.i32(1) + " bytes");
            }
            embind.add(call.i32(0), BoundTypes.Text.wide(guest, text(call, 2), call.i32(1)));
        });
        define(
                library,
                "emval",
                call -> embind.add(call.i32(0), new BoundTypes.Any(guest, "emscripten::val", handles)));
        define(
                library,
                "user_type",
                call -> embind.add(call.i32(0), new BoundTypes.Any(guest, text(call, 1), handles)));
        define(
                library,
                "optional",
                call -> embind.add(call.i32(0), new BoundTypes.Any(guest, "std::optional", handles)));
        define(library, "memory_view", call -> {
            if (call.i32(1) >= 0 && call.i32(1) < 8) {
                embind.add(call.i32(0), new BoundTypes.View(guest, text(call, 2), call.i32(1)));
            }
        });
    }

    private void defineStructures(Library library) {
        for (String each : List.of("value_object", "value_array")) {
            boolean named = each.equals("value_object");
            define(
                    library,
                    each,
                    call -> structures.put(
                            call.i32(0),
                            new BoundTypes.Structure(embind, text(call, 1), named, call.i32(3), call.i32(5))));
            define(library, each + (named ? "_field" : "_element"), call -> {
                BoundTypes.Structure structure = structures.get(call.i32(0));
                if (structure != null) {
                    structure.add(property(call, named ? 1 : 0));
                }
            });
            library.defineAny("_embind_finalize_" + each, call -> {
                BoundTypes.Structure structure = structures.remove(call.i32(0));
                if (structure != null) {
                    embind.add(call.i32(0), structure);
                }
            });
        }
    }

    /** {@return a field or property, whose getter is described after a parameter} */
    private BoundProperty property(HostCall call, int before) {
        return new BoundProperty(
                before == 0 ? "" : text(call, before),
                call.i32(before + 1),
                call.i32(before + 3),
                call.i32(before + 4),
                call.i32(before + 5),
                call.i32(before + 7),
                call.i32(before + 8));
    }

    /** {@return the types in an array, whose length and address are two parameters} */
    private List<Integer> types(HostCall call, int param) {
        int count = call.i32(param);
        if (count < 1 || count > MAX_PARAMS) {
            throw new AbortException("the guest registers a function with " + count + " types");
        }
        Memory memory = guest.memory();
        long start = Integer.toUnsignedLong(call.i32(param + 1));
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(memory.getInt(start + (long) i * Integer.BYTES));
        }
        registered += count * Long.BYTES;
        return types;
    }

    private static void put(Map<String, Map<Integer, BoundFunction>> functions, String name, BoundFunction function) {
        functions
                .computeIfAbsent(name, key -> new HashMap<>())
                .put(function.params().size(), function);
    }

    private static BoundFunction function(String name, List<Integer> types, int first, int invoker, int target) {
        List<Integer> params = List.copyOf(types.subList(Math.min(first, types.size()), types.size()));
        return new BoundFunction(name, invoker, target, types.get(0), params);
    }

    private void function(HostCall call) {
        String name = text(call, 0);
        put(embind.functionsByName(), name, function(name, types(call, 1), 1, call.i32(4), call.i32(5)));
    }

    private void registerClass(HostCall call) {
        String name = text(call, 10);
        BoundClass added = new BoundClass(
                embind, name, call.i32(0), call.i32(3), call.i32(5), call.i32(7), call.i32(9), call.i32(12));
        embind.add(call.i32(0), added);
        embind.add(call.i32(0), new BoundClass.Reference(added, name));
        embind.add(call.i32(1), new BoundClass.Reference(added, name + "*"));
        embind.add(call.i32(2), new BoundClass.Reference(added, name + " const*"));
    }

    private void smartPointer(HostCall call) {
        embind.add(
                call.i32(0),
                new BoundClass.SmartPointer(
                        embind, text(call, 2), call.i32(1), call.i32(5), call.i32(7), call.i32(11)));
    }

    private void constructor(HostCall call) {
        BoundClass owner = embind.classOf(call.i32(0));
        BoundFunction made = function(owner.name(), types(call, 1), 1, call.i32(4), call.i32(5));
        owner.constructors.put(made.params().size(), made);
    }

    private void method(HostCall call) {
        BoundClass owner = embind.classOf(call.i32(0));
        String name = text(call, 1);
        put(owner.methods, name, function(owner.name() + "." + name, types(call, 2), 2, call.i32(5), call.i32(6)));
    }

    private void classFunction(HostCall call) {
        BoundClass owner = embind.classOf(call.i32(0));
        String name = text(call, 1);
        put(owner.functions, name, function(owner.name() + "." + name, types(call, 2), 1, call.i32(5), call.i32(6)));
    }

    private void defineValues(Library library) {
        library.defineAny("_emval_incref", call -> handles.keep(call.i32(0)));
        library.defineAny("_emval_decref", call -> handles.release(call.i32(0)));
        library.defineAny(
                "_emval_take_value",
                call -> call.returnI32(handles.add(embind.type(call.i32(0)).read(call.i32(1)))));
        library.defineAny(
                "_emval_new_cstring",
                call -> call.returnI32(handles.add(ProcessFunctions.text(guest, call.i32(0), ""))));
    }
}
