package org.wasmi.js.bindgen;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Json;
import org.wasmi.js.Undefined;

/**
 * The functions that wasm-bindgen and the crate js-sys import: the glue's own, and those of JavaScript's objects. Names
 * of the latter end in a hash, and the names of methods do not say of which class they are: the objects do.
 */
final class Imports {
    private static final Pattern HASH = Pattern.compile("_[0-9a-f]{16}$");

    private static final String CLASS_PREFIX = "__wbg_";

    private static final String OWN_PREFIX = "__wbindgen_";

    private static final String CLOSURE_PREFIX = "__wbindgen_closure_wrapper";

    private static final String INSTANCE_OF = "instanceof_";

    /** What a call costs in fuel. */
    private static final int CALL_PRICE = 100;

    private static final int MAX_BYTES = 1 << 30;

    /** {@code Number.MAX_SAFE_INTEGER}. */
    private static final double MAX_SAFE_INTEGER = 0x1.fffffffffffffp52;

    /** The symbols that guests ask for. */
    private enum Symbol {
        ITERATOR
    }

    /** What a function does. */
    private interface Body {
        void run(Bindgen bindgen, Arguments arguments);
    }

    private static final Map<String, Body> BODIES = bodies();

    private Imports() {}

    /** Defines the functions that a program imports and that are known here. */
    static void define(Bindgen bindgen, Linker linker, Program program) {
        Set<List<String>> defined = new HashSet<>();
        for (Import each : program.imports()) {
            Body body = body(bindgen, each.name());
            if (each.type() instanceof FuncType type
                    && body != null
                    && defined.add(List.of(each.module(), each.name()))) {
                BitSet taken = bindgen.glue().taken(each.name());
                boolean indexed = bindgen.glue().isIndexed(each.name());
                linker.function(each.module(), each.name(), type, call -> {
                    call.consumeFuel(CALL_PRICE);
                    body.run(bindgen, new Arguments(bindgen, call, taken, indexed));
                });
            }
        }
    }

    private static @Nullable Body body(Bindgen bindgen, String name) {
        if (name.startsWith(CLOSURE_PREFIX)) {
            return bindgen.glue()
                    .closure(name)
                    .<Body>map(export -> (owner, arguments) -> closure(owner, arguments, export))
                    .orElse(null);
        } else if (name.startsWith(OWN_PREFIX)) {
            return BODIES.get(name);
        } else if (!name.startsWith(CLASS_PREFIX)) {
            return null;
        }
        String method = HASH.matcher(name.substring(CLASS_PREFIX.length())).replaceFirst("");
        if (method.equals("new")) {
            return bindgen.glue()
                    .constructed(name)
                    .map(type -> BODIES.get("new " + type))
                    .orElse(null);
        } else if (method.startsWith(INSTANCE_OF)) {
            return isInstance(method.substring(INSTANCE_OF.length()));
        }
        return BODIES.get(method);
    }

    private static Map<String, Body> bodies() {
        Map<String, Body> bodies = new HashMap<>();
        own(bodies);
        values(bodies);
        objects(bodies);
        bytes(bodies);
        system(bodies);
        return bodies;
    }

    /** What the glue itself does. */
    private static void own(Map<String, Body> bodies) {
        bodies.put("__wbindgen_object_drop_ref", (bindgen, arguments) -> arguments.object());
        bodies.put("__wbindgen_object_clone_ref", (bindgen, arguments) -> arguments.returnObject(arguments.object()));
        bodies.put("__wbindgen_cb_drop", (bindgen, arguments) -> {
            arguments.object();
            arguments.returnBoolean(true);
        });
        bodies.put("__wbindgen_string_new", (bindgen, arguments) -> arguments.returnObject(arguments.string()));
        bodies.put("__wbindgen_number_new", (bindgen, arguments) -> arguments.returnObject(arguments.number()));
        bodies.put(
                "__wbindgen_bigint_from_i64",
                (bindgen, arguments) -> arguments.returnObject(BigInteger.valueOf(arguments.i64())));
        bodies.put(
                "__wbindgen_bigint_from_u64",
                (bindgen, arguments) -> arguments.returnObject(new BigInteger(Long.toUnsignedString(arguments.i64()))));
        bodies.put(
                "__wbindgen_error_new",
                (bindgen, arguments) -> arguments.returnObject(JsException.error(arguments.string())));
        bodies.put("__wbindgen_throw", (bindgen, arguments) -> {
            throw new JsException(JsException.error(arguments.string()));
        });
        bodies.put("__wbindgen_rethrow", (bindgen, arguments) -> {
            throw new JsException(arguments.object());
        });
        bodies.put("__wbindgen_memory", (bindgen, arguments) -> {
            Memory memory = arguments.call().memory();
            arguments.returnObject(new JsObject().with("buffer", memory));
        });
        bodies.put(
                "__wbindgen_init_externref_table",
                (bindgen, arguments) -> Bindgen.initReferences(bindgen.guest(arguments.call())));
        bodies.put("__wbindgen_string_get", (bindgen, arguments) -> {
            int address = arguments.i32();
            String text = arguments.object() instanceof String string ? string : null;
            bindgen.putString(arguments.call().caller(), address, text);
        });
        bodies.put("__wbindgen_debug_string", (bindgen, arguments) -> {
            int address = arguments.i32();
            bindgen.putString(arguments.call().caller(), address, String.valueOf(arguments.object()));
        });
        bodies.put("__wbindgen_number_get", (bindgen, arguments) -> {
            int address = arguments.i32();
            Object value = arguments.object();
            Memory memory = arguments.call().memory();
            memory.putDouble(address + Long.BYTES, value instanceof Number number ? number.doubleValue() : 0);
            memory.putInt(address, value instanceof Number && !(value instanceof BigInteger) ? 1 : 0);
        });
        bodies.put("__wbindgen_bigint_get_as_i64", (bindgen, arguments) -> {
            int address = arguments.i32();
            Object value = arguments.object();
            Memory memory = arguments.call().memory();
            memory.putLong(address + Long.BYTES, value instanceof BigInteger number ? number.longValue() : 0);
            memory.putInt(address, value instanceof BigInteger ? 1 : 0);
        });
        bodies.put("__wbindgen_boolean_get", (bindgen, arguments) -> {
            Object value = arguments.object();
            arguments.call().returnI32(value instanceof Boolean bool ? (bool ? 1 : 0) : 2);
        });
        bodies.put("__wbindgen_json_serialize", (bindgen, arguments) -> {
            int address = arguments.i32();
            Object value = arguments.object();
            Object text = Json.stringify(value == Undefined.UNDEFINED ? null : value);
            bindgen.putString(arguments.call().caller(), address, text instanceof String string ? string : "null");
        });
        bodies.put(
                "__wbindgen_json_parse",
                (bindgen, arguments) -> arguments.returnObject(Json.parse(arguments.string())));
    }

    /** Questions about values. */
    private static void values(Map<String, Body> bodies) {
        test(bodies, "undefined", value -> value == Undefined.UNDEFINED);
        test(bodies, "null", value -> value == null);
        test(bodies, "object", value -> isObject(value) && !(value instanceof JsFunction));
        test(bodies, "function", JsFunction.class::isInstance);
        test(bodies, "string", String.class::isInstance);
        test(bodies, "bigint", BigInteger.class::isInstance);
        test(bodies, "array", JsArray.class::isInstance);
        test(bodies, "falsy", Imports::isFalsy);
        bodies.put("isArray", (bindgen, arguments) -> arguments.returnBoolean(arguments.object() instanceof JsArray));
        bodies.put("isSafeInteger", (bindgen, arguments) -> arguments.returnBoolean(isSafeInteger(arguments.object())));
        bodies.put("__wbindgen_as_number", (bindgen, arguments) -> arguments.returnNumber(number(arguments.object())));
        bodies.put("__wbindgen_in", (bindgen, arguments) -> {
            Object key = arguments.object();
            arguments.returnBoolean(object(arguments.object()).get(String.valueOf(key)) != Undefined.UNDEFINED);
        });
        bodies.put(
                "__wbindgen_jsval_eq",
                (bindgen, arguments) -> arguments.returnBoolean(isEqual(arguments.object(), arguments.object())));
        bodies.put(
                "__wbindgen_jsval_loose_eq",
                (bindgen, arguments) -> arguments.returnBoolean(isEqual(arguments.object(), arguments.object())));
    }

    private static void test(Map<String, Body> bodies, String name, Function<@Nullable Object, Boolean> test) {
        bodies.put(
                "__wbindgen_is_" + name,
                (bindgen, arguments) -> arguments.returnBoolean(test.apply(arguments.object())));
    }

    private static Body isInstance(String type) {
        return (bindgen, arguments) -> {
            Object value = arguments.object();
            arguments.returnBoolean(
                    switch (type) {
                        case "Uint8Array" -> value instanceof JsBytes;
                        case "Array" -> value instanceof JsArray;
                        case "Function" -> value instanceof JsFunction;
                        case "ArrayBuffer" -> value instanceof Memory;
                        case "Object" -> isObject(value);
                        case "Error" ->
                            value instanceof JsObject object && object.get("message") != Undefined.UNDEFINED;
                        default -> false;
                    });
        };
    }

    private static boolean isObject(@Nullable Object value) {
        return value != null
                && value != Undefined.UNDEFINED
                && !(value instanceof String)
                && !(value instanceof Number)
                && !(value instanceof Boolean);
    }

    private static boolean isFalsy(@Nullable Object value) {
        return value == null
                || value == Undefined.UNDEFINED
                || value.equals(false)
                || value.equals("")
                || (value instanceof Number number
                        && (number.doubleValue() == 0 || Double.isNaN(number.doubleValue())));
    }

    private static boolean isSafeInteger(@Nullable Object value) {
        return value instanceof Number number
                && !(value instanceof BigInteger)
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) <= MAX_SAFE_INTEGER;
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        } else if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        }
        return value == null ? 0 : Double.NaN;
    }

    private static boolean isEqual(@Nullable Object one, @Nullable Object two) {
        if (one instanceof Number a && two instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        return one == two || (one instanceof String && one.equals(two)) || (one instanceof Boolean && one.equals(two));
    }

    /** Objects, arrays, functions and iterators. */
    private static void objects(Map<String, Body> bodies) {
        bodies.put("new Object", (bindgen, arguments) -> arguments.returnObject(new JsObject()));
        bodies.put("new Array", (bindgen, arguments) -> arguments.returnObject(new JsArray(List.of())));
        bodies.put(
                "new Error",
                (bindgen, arguments) ->
                        arguments.returnObject(JsException.error(arguments.hasNext() ? arguments.string() : "")));
        catching(bodies, "get", arguments -> {
            Object object = arguments.object();
            return arguments.isIndexed() ? array(object).get(arguments.i32()) : get(object, arguments.object());
        });
        catchingPlain(bodies, "set", arguments -> {
            set(arguments);
            return true;
        });
        catchingPlain(bodies, "push", arguments -> {
            List<@Nullable Object> elements = array(arguments.object()).elements();
            elements.add(arguments.object());
            return (double) elements.size();
        });
        catchingPlain(bodies, "length", arguments -> get(arguments.object(), "length"));
        catching(bodies, "getwithrefkey", arguments -> get(arguments.object(), arguments.object()));
        bodies.put("iterator", (bindgen, arguments) -> arguments.returnObject(Symbol.ITERATOR));
        catching(bodies, "values", arguments -> iterator(arguments.object()));
        catching(bodies, "entries", arguments -> entries(arguments.object()));
        catching(bodies, "keys", arguments -> keys(arguments.object()));
        catching(bodies, "next", arguments -> object(arguments.object()).call("next"));
        catchingPlain(bodies, "done", arguments -> get(arguments.object(), "done"));
        catching(bodies, "value", arguments -> get(arguments.object(), "value"));
        catching(bodies, "call", arguments -> {
            if (!(arguments.object() instanceof JsFunction function)) {
                throw JsException.typeError("what is called is not a function");
            }
            Object self = arguments.object();
            List<@Nullable Object> passed = new ArrayList<>();
            while (arguments.hasNext()) {
                passed.add(arguments.object());
            }
            return function.call(self, passed);
        });
        catching(bodies, "stringify", arguments -> Json.stringify(arguments.object()));
        catching(bodies, "parse", arguments -> Json.parse(arguments.string()));
    }

    /** Defines a function that may throw to the guest and returns an object. */
    private static void catching(Map<String, Body> bodies, String name, Function<Arguments, @Nullable Object> body) {
        bodies.put(name, (bindgen, arguments) -> runCatching(bindgen, arguments, body, false));
    }

    /** Defines a function that may throw to the guest and returns a number or a boolean. */
    private static void catchingPlain(
            Map<String, Body> bodies, String name, Function<Arguments, @Nullable Object> body) {
        bodies.put(name, (bindgen, arguments) -> runCatching(bindgen, arguments, body, true));
    }

    private static void runCatching(
            Bindgen bindgen, Arguments arguments, Function<Arguments, @Nullable Object> body, boolean plain) {
        @Nullable Object result;
        try {
            result = body.apply(arguments);
        } catch (JsException e) {
            bindgen.throwTo(arguments.call().caller(), e.value());
            return;
        }
        arguments.returnAny(result, plain);
    }

    private static @Nullable Object get(@Nullable Object object, @Nullable Object key) {
        if (object instanceof JsArray array && key instanceof Number number) {
            return array.get(number.intValue());
        } else if (key == Symbol.ITERATOR) {
            return object instanceof JsArray ? new JsFunction((self, none) -> iterator(self)) : Undefined.UNDEFINED;
        }
        return object(object).get(String.valueOf(key));
    }

    private static void set(Arguments arguments) {
        Object object = arguments.object();
        if (object instanceof JsBytes target) {
            JsBytes source = bytes(arguments.object());
            int at = arguments.i32();
            if (at < 0 || source.length() > target.length() - at) {
                throw JsException.rangeError("offset is out of bounds");
            }
            arguments.call().consumeFuel(source.length() / 16);
            target.buffer().position(at).put(source.buffer());
        } else if (arguments.isIndexed()) {
            array(object).put(arguments.i32(), arguments.object());
        } else {
            Object key = arguments.object();
            Object value = arguments.object();
            if (object instanceof JsArray array && key instanceof Number number) {
                array.put(number.longValue(), value);
            } else {
                object(object).set(String.valueOf(key), value);
            }
        }
    }

    private static JsObject object(@Nullable Object value) {
        if (value instanceof JsObject object) {
            return object;
        }
        throw JsException.typeError(value + " has no properties");
    }

    private static JsArray array(@Nullable Object value) {
        if (value instanceof JsArray array) {
            return array;
        }
        throw JsException.typeError(value + " is no array");
    }

    private static JsObject iterator(@Nullable Object value) {
        Iterator<@Nullable Object> elements = array(value).elements().iterator();
        return new JsObject()
                .with(
                        "next",
                        (self, none) -> elements.hasNext()
                                ? new JsObject().with("done", false).with("value", elements.next())
                                : new JsObject().with("done", true).with("value", Undefined.UNDEFINED));
    }

    private static JsArray entries(@Nullable Object value) {
        List<JsArray> entries = new ArrayList<>();
        object(value).properties().forEach((name, each) -> entries.add(new JsArray(Arrays.asList(name, each))));
        return new JsArray(entries);
    }

    private static JsArray keys(@Nullable Object value) {
        return new JsArray(List.copyOf(object(value).properties().keySet()));
    }

    /** Views of the guest's memory, and arrays of bytes. */
    private static void bytes(Map<String, Body> bodies) {
        bodies.put("buffer", (bindgen, arguments) -> {
            Object object = arguments.object();
            arguments.returnObject(object instanceof JsBytes ? object : get(object, "buffer"));
        });
        Body view = (bindgen, arguments) -> {
            Object of = arguments.object();
            long at = Integer.toUnsignedLong(arguments.i32());
            long length = Integer.toUnsignedLong(arguments.i32());
            arguments.returnObject(
                    of instanceof Memory memory
                            ? new JsBytes(memory.view(at, length))
                            : slice(bytes(of), at, at + length));
        };
        bodies.put("newwithbyteoffsetandlength", view);
        Body copy = (bindgen, arguments) -> {
            Object of = arguments.object();
            if (of instanceof Memory memory) {
                arguments.returnObject(
                        new JsBytes(memory.view(0, memory.size() * memory.type().pageSize())));
            } else if (of instanceof JsBytes bytes) {
                arguments.call().consumeFuel(bytes.length() / 16);
                arguments.returnObject(new JsBytes(bytes.copy()));
            } else {
                arguments.returnObject(new JsBytes(bytesOf(array(of))));
            }
        };
        bodies.put("new Uint8Array", copy);
        bodies.put("newwithlength", (bindgen, arguments) -> {
            long length = Integer.toUnsignedLong(arguments.i32());
            if (length > MAX_BYTES) {
                throw new JsException(JsException.error("an array of " + length + " bytes"));
            }
            arguments.call().consumeFuel(length / 16);
            arguments.returnObject(new JsBytes(new byte[(int) length]));
        });
        Body slice = (bindgen, arguments) -> {
            JsBytes bytes = bytes(arguments.object());
            long from = Integer.toUnsignedLong(arguments.i32());
            arguments.returnObject(slice(bytes, from, Integer.toUnsignedLong(arguments.i32())));
        };
        bodies.put("prototypesetcall", (bindgen, arguments) -> {
            int address = arguments.i32();
            int length = arguments.i32();
            JsBytes source = bytes(arguments.object());
            if (source.length() > Integer.toUnsignedLong(length)) {
                throw new JsException(JsException.error("offset is out of bounds"));
            }
            arguments.call().consumeFuel(source.length() / 16);
            arguments.call().memory().putBytes(address, source.copy());
        });
        bodies.put("subarray", slice);
        bodies.put("slice", (bindgen, arguments) -> {
            JsBytes bytes = bytes(arguments.object());
            long from = Integer.toUnsignedLong(arguments.i32());
            JsBytes part = slice(bytes, from, Integer.toUnsignedLong(arguments.i32()));
            arguments.call().consumeFuel(part.length() / 16);
            arguments.returnObject(new JsBytes(part.copy()));
        });
    }

    private static JsBytes bytes(@Nullable Object value) {
        if (value instanceof JsBytes bytes) {
            return bytes;
        } else if (value instanceof byte[] bytes) {
            return new JsBytes(bytes);
        }
        throw JsException.typeError(value + " is no array of bytes");
    }

    private static JsBytes slice(JsBytes bytes, long from, long to) {
        int end = (int) Math.min(to, bytes.length());
        int begin = (int) Math.min(from, end);
        return bytes.slice(begin, end - begin);
    }

    private static byte[] bytesOf(JsArray array) {
        byte[] bytes = new byte[array.elements().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = array.get(i) instanceof Number number ? number.byteValue() : 0;
        }
        return bytes;
    }

    /** The console, the clock, random numbers. */
    private static void system(Map<String, Body> bodies) {
        bodies.put("stack", (bindgen, arguments) -> {
            int address = arguments.i32();
            bindgen.putString(arguments.call().caller(), address, "");
        });
        bodies.put("error", (bindgen, arguments) -> {
            int address = arguments.i32();
            int length = arguments.i32();
            byte[] text = arguments.call().memory().getBytes(address, length);
            bindgen.free(arguments.call().caller(), address, length);
            bindgen.log(new String(text, StandardCharsets.UTF_8));
        });
        bodies.put("log", (bindgen, arguments) -> bindgen.log(String.valueOf(arguments.object())));
        bodies.put("now", (bindgen, arguments) -> {
            if (arguments.hasNext()) {
                arguments.object();
            }
            arguments.returnNumber((double) System.currentTimeMillis());
        });
        bodies.put("random", (bindgen, arguments) -> arguments.returnNumber(Math.random()));
        bodies.put("getRandomValues", (bindgen, arguments) -> {
            arguments.object();
            JsBytes target = bytes(arguments.object());
            byte[] random = new byte[target.length()];
            arguments.call().consumeFuel(random.length);
            new SecureRandom().nextBytes(random);
            target.buffer().put(random);
        });
    }

    /** Makes a function of a closure of the guest, which is two numbers. */
    private static void closure(Bindgen bindgen, Arguments arguments, String export) {
        int first = arguments.i32();
        int second = arguments.i32();
        WasmFunction function = arguments.call().caller().function(export);
        arguments.returnObject(new JsFunction((self, passed) -> {
            List<Value> values = new ArrayList<>(List.of(Value.i32(first), Value.i32(second)));
            for (int i = 2; i < function.type().params().size(); i++) {
                values.add(bindgen.reference(
                        JsFunction.argument(passed, i - 2),
                        function.type().params().get(i)));
            }
            List<Value> results = function.call(values.toArray(Value[]::new));
            return results.isEmpty() ? Undefined.UNDEFINED : bindgen.takeObject(Bindgen.javaValue(results.get(0)));
        }));
    }
}
