package org.wasmi.emscripten;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Invocation;
import org.wasmi.exec.WasmFunction;

/**
 * The functions and classes of C++ that a program has registered for JavaScript by embind, by their names there. What
 * they are in Java:
 *
 * <ul>
 *   <li>{@code bool}: {@code Boolean}
 *   <li>integers: {@code Integer}, and {@code Long} from {@code unsigned int} on; as arguments also other integers that
 *       fit
 *   <li>{@code float}, {@code double}: {@code Float}, {@code Double}; as arguments all numbers
 *   <li>{@code std::string}, {@code std::wstring} and its kin: {@code String}; other strings of bytes: {@code byte[]},
 *       which is also an argument for {@code std::string}
 *   <li>enumerations: the name of the value as a {@code String}, or a number that has no name
 *   <li>value objects: {@code Map} by the names of fields; value arrays: {@code List}
 *   <li>objects, pointers and references to them, smart pointers: {@link EmbindObject}; the null pointer: null
 *   <li>{@code std::optional} and {@code emscripten::val}: any object, or null; the guest can do nothing with it but
 *       keep it and return it
 *   <li>typed views of memory: a copy, as an array
 * </ul>
 *
 * <p>Vectors and maps are classes ({@code register_vector}, {@code register_map}) with methods such as {@code
 * push_back}. Confined to one thread at a time, as the store is.
 *
 * @see <a href="https://emscripten.org/docs/porting/connecting_cpp_and_javascript/embind.html">Embind</a>
 */
public final class Embind {
    /** How long chains of base classes may be. */
    static final int MAX_BASES = 64;

    private final Guest guest;
    private final Map<Integer, BoundType> types = new HashMap<>();
    private final Map<Integer, BoundClass> classes = new HashMap<>();
    private final Map<String, BoundClass> classesByName = new TreeMap<>();
    private final Map<String, Map<Integer, BoundFunction>> functions = new TreeMap<>();

    Embind(Guest guest) {
        this.guest = guest;
    }

    Guest guest() {
        return guest;
    }

    void add(int number, BoundType type) {
        types.put(number, type);
    }

    void add(int number, BoundClass added) {
        classes.put(number, added);
        classesByName.put(added.name(), added);
    }

    Map<String, Map<Integer, BoundFunction>> functionsByName() {
        return functions;
    }

    BoundType type(int number) {
        BoundType type = types.get(number);
        if (type == null) {
            throw new IllegalArgumentException("the program has not registered the type '"
                    + ExceptionFunctions.typeName(guest.memory(), number) + "'");
        }
        return type;
    }

    @Nullable
    BoundType knownType(int number) {
        return types.get(number);
    }

    BoundClass classOf(int number) {
        BoundClass found = classes.get(number);
        if (found == null) {
            throw new IllegalArgumentException("the program has not registered the class '"
                    + ExceptionFunctions.typeName(guest.memory(), number) + "'");
        }
        return found;
    }

    @Nullable
    BoundClass knownClass(int number) {
        return classes.get(number);
    }

    /** Calls the function behind a pointer. {@return its result; 0 if there is none} */
    Number invoke(int pointer, Number... arguments) {
        WasmFunction function = guest.function(pointer);
        if (function == null) {
            throw new AbortException("the guest has registered " + pointer + ", behind which no function is");
        }
        if (function.type().params().size() != arguments.length) {
            throw new AbortException("the guest has registered a function of type " + function.type() + " for "
                    + arguments.length + " arguments");
        }
        Invocation invocation = function.newInvocation();
        for (int i = 0; i < arguments.length; i++) {
            pass(invocation, i, function.type().params().get(i), arguments[i]);
        }
        invocation.call();
        return function.type().results().isEmpty()
                ? 0
                : result(invocation, function.type().results().get(0));
    }

    private static void pass(Invocation invocation, int param, ValType type, Number value) {
        if (type == NumType.I64) {
            invocation.passI64(param, value.longValue());
        } else if (type == NumType.F32) {
            invocation.passF32(param, value.floatValue());
        } else if (type == NumType.F64) {
            invocation.passF64(param, value.doubleValue());
        } else {
            invocation.passI32(param, value.intValue());
        }
    }

    private static Number result(Invocation invocation, ValType type) {
        if (type == NumType.I64) {
            return invocation.i64(0);
        } else if (type == NumType.F32) {
            return invocation.f32(0);
        } else if (type == NumType.F64) {
            return invocation.f64(0);
        }
        return invocation.i32(0);
    }

    /** {@return the names of all functions that do not belong to classes} */
    public Set<String> functions() {
        return new TreeSet<>(functions.keySet());
    }

    /** {@return the names of all classes} */
    public Set<String> classes() {
        return new TreeSet<>(classesByName.keySet());
    }

    /**
     * Calls a function that does not belong to a class.
     *
     * @return the result; null if there is none
     * @throws IllegalArgumentException if there is no such function, or arguments do not match its type
     * @throws CppException if the guest throws an exception of C++ and does not catch it
     */
    public @Nullable Object call(String function, @Nullable Object... arguments) {
        return overload(functions.get(function), "function '" + function + "'", arguments.length)
                .call(this, null, arguments);
    }

    /**
     * Makes an object by a constructor.
     *
     * @return the object, to be closed
     * @throws IllegalArgumentException if there is no such constructor, or arguments do not match its type
     * @throws CppException if the guest throws an exception of C++ and does not catch it
     */
    public EmbindObject create(String className, @Nullable Object... arguments) {
        BoundFunction constructor =
                overload(named(className).constructors, "constructor of class '" + className + "'", arguments.length);
        if (constructor.call(this, null, arguments) instanceof EmbindObject made) {
            return made;
        }
        throw new IllegalStateException("the constructor of class '" + className + "' has returned nothing");
    }

    /**
     * Calls a function that belongs to a class, and not to an object of it.
     *
     * @return the result; null if there is none
     * @throws IllegalArgumentException if there is no such function, or arguments do not match its type
     * @throws CppException if the guest throws an exception of C++ and does not catch it
     */
    public @Nullable Object callStatic(String className, String function, @Nullable Object... arguments) {
        return overload(
                        named(className).functions.get(function),
                        "function '" + function + "' in class '" + className + "'",
                        arguments.length)
                .call(this, null, arguments);
    }

    private BoundClass named(String className) {
        BoundClass found = classesByName.get(className);
        if (found == null) {
            throw new IllegalArgumentException("no class '" + className + "'");
        }
        return found;
    }

    private static BoundFunction overload(@Nullable Map<Integer, BoundFunction> overloads, String what, int arguments) {
        BoundFunction found = overloads == null ? null : overloads.get(arguments);
        if (found == null) {
            boolean known = overloads != null && !overloads.isEmpty();
            throw new IllegalArgumentException("no " + what + (known ? " for " + arguments + " arguments" : ""));
        }
        return found;
    }
}
