package org.wasmi.emscripten;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;

/** C++ behind embind, as its compiler writes registrations and the functions in them. */
class EmbindTest {
    private static final int VOID = 1;
    private static final int BOOL = 2;
    private static final int INT = 3;
    private static final int UNSIGNED = 4;
    private static final int DOUBLE = 5;
    private static final int STRING = 6;
    private static final int VALUE = 7;
    private static final int LONG = 8;
    private static final int BYTE = 9;
    private static final int FLOAT = 10;
    private static final int WIDE = 11;
    private static final int VIEW = 12;
    private static final int COLOR = 20;
    private static final int POINT = 30;
    private static final int PAIR = 31;
    private static final int LOOP = 32;
    private static final int BASE = 40;
    private static final int BASE_POINTER = 41;
    private static final int COUNTER = 50;
    private static final int COUNTER_POINTER = 51;
    private static final int SHARED = 60;

    /** What registered functions do. The counter's value is at its address, its base 4 bytes up. */
    private static final String FUNCTIONS = """
            (func $new (param $constructor i32) (param $start i32) (result i32) (local $at i32)
              (local.set $at (call $malloc (i32.const 8)))
              (i32.store (local.get $at) (local.get $start))
              (i32.store offset=4 (local.get $at) (i32.const 77))
              (local.get $at))
            (func $new_of_nothing (param $constructor i32) (result i32) (call $new (i32.const 0) (i32.const 0)))
            (func $delete (param i32) (call $free (local.get 0)))
            (func $add (param $context i32) (param $this i32) (param $more i32) (result i32)
              (i32.store (local.get $this) (i32.add (i32.load (local.get $this)) (local.get $more)))
              (i32.load (local.get $this)))
            (func $increment (param $context i32) (param $this i32)
              (drop (call $add (i32.const 0) (local.get $this) (i32.load (local.get $context)))))
            (func $get (param $context i32) (param $this i32) (result i32)
              (i32.load (i32.add (local.get $this) (local.get $context))))
            (func $set (param $context i32) (param $this i32) (param $value i32)
              (i32.store (i32.add (local.get $this) (local.get $context)) (local.get $value)))
            (func $actual (param $base i32) (result i32)
              (select (i32.const 50) (i32.const 40) (i32.eq (i32.load (local.get $base)) (i32.const 77))))
            (func $actual_counter (param i32) (result i32) (i32.const 50))
            (func $up (param i32) (result i32) (i32.add (local.get 0) (i32.const 4)))
            (func $down (param i32) (result i32) (i32.sub (local.get 0) (i32.const 4)))
            (func $as_base (param $function i32) (param $counter i32) (result i32) (call $up (local.get $counter)))
            (func $as_it_is (param $function i32) (param i32) (result i32) (local.get 1))
            (func $greet (param $function i32) (param $name i32) (result i32) (local $at i32) (local $length i32)
              (local.set $length (i32.load (local.get $name)))
              (local.set $at (call $malloc (i32.add (local.get $length) (i32.const 11))))
              (i32.store (local.get $at) (i32.add (local.get $length) (i32.const 7)))
              (i64.store offset=4 (local.get $at) (i64.const 0x202c6f6c6c6548)) ;; "Hello, "
              (memory.copy (i32.add (local.get $at) (i32.const 11)) (i32.add (local.get $name) (i32.const 4))
                (local.get $length))
              (local.get $at))
            (func $again (param $function i32) (param $text i32) (result i32) (local $at i32) (local $bytes i32)
              (local.set $bytes (i32.add (i32.mul (i32.load (local.get $text)) (i32.const 4)) (i32.const 4)))
              (local.set $at (call $malloc (local.get $bytes)))
              (memory.copy (local.get $at) (local.get $text) (local.get $bytes))
              (local.get $at))
            (func $point (result i32) (call $malloc (i32.const 16)))
            (func $get_double (param $context i32) (param $this i32) (result f64)
              (f64.load (i32.add (local.get $this) (local.get $context))))
            (func $set_double (param $context i32) (param $this i32) (param $value f64)
              (f64.store (i32.add (local.get $this) (local.get $context)) (local.get $value)))
            (func $mirror (param $function i32) (param $point i32) (result i32) (local $at i32)
              (local.set $at (call $point))
              (f64.store (local.get $at) (f64.load offset=8 (local.get $point)))
              (f64.store offset=8 (local.get $at) (f64.load (local.get $point)))
              (local.get $at))
            (func $next (param $function i32) (param $color i32) (result i32)
              (i32.rem_u (i32.add (local.get $color) (i32.const 1)) (i32.const 4)))
            (func $not (param $function i32) (param i32) (result i32) (i32.eqz (local.get 1)))
            (func $wide (param $function i32) (param i64) (result i64) (i64.mul (local.get 1) (i64.const 3)))
            (func $half (param $function i32) (param f32) (result f32) (f32.mul (local.get 1) (f32.const 0.5)))
            (global $kept (mut i32) (i32.const 0))
            (func $keep (param $function i32) (param $value i32)
              (call $emval_decref (global.get $kept)) (global.set $kept (local.get $value)))
            (func $kept (param $function i32) (result i32) (call $emval_incref (global.get $kept)) (global.get $kept))
            (func $element (param $context i32) (param $this i32) (param $index i32) (result i32)
              (i32.store (i32.const 8) (i32.add (i32.load (local.get $this)) (local.get $index)))
              (call $emval_take_value (i32.const 3) (i32.const 8)))
            (func $hoard (param $function i32)
              (loop $again (drop (call $emval_take_value (i32.const 3) (i32.const 8))) (br $again)))
            (func $forge (param $function i32) (param $handle i32) (result i32) (local.get $handle))
            (func $share (param $function i32) (param $start i32) (result i32) (local $at i32)
              (local.set $at (call $malloc (i32.const 4)))
              (i32.store (local.get $at) (call $new (i32.const 0) (local.get $start)))
              (local.get $at))
            (func $share_nothing (result i32) (local $at i32)
              (local.set $at (call $malloc (i32.const 4)))
              (i32.store (local.get $at) (i32.const 0))
              (local.get $at))
            (func $pointee (param i32) (result i32) (i32.load (local.get 0)))
            (func $unshare (param i32)
              (if (i32.load (local.get 0)) (then (call $free (i32.load (local.get 0)))))
              (call $free (local.get 0)))
            (func $value_of (param $function i32) (param $shared i32) (result i32)
              (if (result i32) (i32.load (local.get $shared))
                (then (i32.load (i32.load (local.get $shared)))) (else (i32.const -1))))
            (func $refuse (param $function i32) (param $text i32)
              (call $throw (i32.const 3000) (i32.const 0) (i32.const 0)))
            (func $bytes (param $function i32) (result i32)
              (i32.store (i32.const 8) (i32.const 3)) (i32.store (i32.const 12) (i32.const 1024))
              (call $emval_take_value (i32.const 12) (i32.const 8)))
            (func $itself (param $context i32) (param $this i32) (result i32) (local.get $this))
            (func $nothing (param i32))
            """;

    private final List<String> registrations = new ArrayList<>();
    private final Map<String, Integer> imports = new TreeMap<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final StringBuilder data = new StringBuilder();
    private final List<String> pointers = new ArrayList<>();
    private int end = 1024;
    private final Store store = Engine.create().newStore();

    @AfterEach
    void close() {
        store.close();
    }

    /** Adds a call: an argument is a number, a text, {@code $NAME} of a function, or types, which are two arguments. */
    private void register(String what, Object... arguments) {
        StringBuilder call = new StringBuilder();
        int count = 0;
        for (Object each : arguments) {
            if (each instanceof int[] types) {
                call.append(" (i32.const ").append(types.length).append(")");
                StringBuilder bytes = new StringBuilder();
                for (int type : types) {
                    bytes.append("\\%02x\\00\\00\\00".formatted(type));
                }
                call.append(" (i32.const ")
                        .append(place(bytes.toString(), 4 * types.length))
                        .append(")");
                count++;
            } else {
                call.append(" (i32.const ").append(number(each)).append(")");
            }
            count++;
        }
        String key = what + "_" + count;
        imports.put(key, count);
        registrations.add("(call $" + key + call + ")");
    }

    private int number(Object argument) {
        if (argument instanceof Integer number) {
            return number;
        }
        String text = (String) argument;
        if (text.startsWith("$")) {
            if (!pointers.contains(text)) {
                pointers.add(text);
            }
            return pointers.indexOf(text) + 1;
        }
        return names.computeIfAbsent(text, key -> place(text + "\\00", text.length() + 1));
    }

    private int place(String bytes, int length) {
        int at = end;
        data.append("(data (i32.const %d) \"%s\")\n".formatted(at, bytes));
        end = (at + length + 3) / 4 * 4;
        return at;
    }

    private EmscriptenModule instantiate() throws IOException {
        StringBuilder text = new StringBuilder("(module\n");
        imports.forEach((key, count) -> text.append("(import \"env\" \"_embind_%s\" (func $%s (param %s)))\n"
                .formatted(key.substring(0, key.lastIndexOf('_')), key, "i32 ".repeat(count))));
        text.append("""
                (import "env" "_emval_incref" (func $emval_incref (param i32)))
                (import "env" "_emval_decref" (func $emval_decref (param i32)))
                (import "env" "_emval_take_value" (func $emval_take_value (param i32 i32) (result i32)))
                (import "env" "__cxa_throw" (func $throw (param i32 i32 i32)))
                (memory (export "memory") 1)
                (global $next (mut i32) (i32.const 16384))
                (global $live (export "live") (mut i32) (i32.const 0))
                (func $malloc (export "malloc") (param i32) (result i32)
                  (global.set $live (i32.add (global.get $live) (i32.const 1)))
                  (global.set $next (i32.add (global.get $next) (i32.and (i32.add (local.get 0) (i32.const 23)) (i32.const -8))))
                  (i32.sub (global.get $next) (i32.and (i32.add (local.get 0) (i32.const 23)) (i32.const -8))))
                (func $free (export "free") (param i32)
                  (global.set $live (i32.sub (global.get $live) (i32.const 1))))
                (func (export "__cxa_increment_exception_refcount") (param i32))
                """);
        text.append(FUNCTIONS).append(data);
        text.append("(table (export \"__indirect_function_table\") 100 funcref)\n(elem (i32.const 1) ");
        text.append(String.join(" ", pointers)).append(")\n(func (export \"_embind_initialize_bindings\")\n");
        text.append(String.join("\n", registrations)).append("))\n");
        return Emscripten.builder().build().instantiate(store, Modules.fromText(text.toString()));
    }

    private void registerNumbers() {
        register("register_void", VOID, "void");
        register("register_bool", BOOL, "bool", 1, 1, 0);
        register("register_integer", INT, "int", 4, Integer.MIN_VALUE, Integer.MAX_VALUE);
        register("register_integer", UNSIGNED, "unsigned int", 4, 0, -1);
        register("register_integer", BYTE, "unsigned char", 1, 0, 255);
        register("register_bigint", LONG, "int64_t", 8, 0, 0);
        register("register_float", DOUBLE, "double", 8);
        register("register_float", FLOAT, "float", 4);
        register("register_std_string", STRING, "std::string");
        register("register_std_wstring", WIDE, 4, "std::u32string");
        register("register_emval", VALUE);
        register("register_memory_view", VIEW, 1, "emscripten::memory_view<unsigned char>");
    }

    private void registerFunction(String name, String invoker, int... types) {
        register("register_function", name, types, "signature", invoker, 0, 0);
    }

    /** A base class with a property, and a class above it with constructors, methods, a static one and a property. */
    private void registerClasses() {
        register("register_class", BASE, BASE_POINTER, 42, 0, "s", "$actual", "v", 0, "v", 0, "Base", "s", "$delete");
        property(BASE, "id", INT, "$get", 0, "$set");
        register(
                "register_class",
                COUNTER,
                COUNTER_POINTER,
                52,
                BASE,
                "s",
                "$actual_counter",
                "s",
                "$up",
                "s",
                "$down",
                "Counter",
                "s",
                "$delete");
        register("register_class_constructor", COUNTER, new int[] {COUNTER_POINTER, INT}, "s", "$new", 0);
        register("register_class_constructor", COUNTER, new int[] {COUNTER_POINTER}, "s", "$new_of_nothing", 0);
        method("add", "$add", INT, COUNTER_POINTER, INT);
        method("add", "$increment", VOID, COUNTER_POINTER);
        method("at", "$element", VALUE, COUNTER_POINTER, INT);
        property(COUNTER, "value", INT, "$get", 0, "$set");
        property(COUNTER, "constant", INT, "$get", 0, 0);
        register(
                "register_class_class_function",
                COUNTER,
                "asBase",
                new int[] {BASE_POINTER, COUNTER_POINTER},
                "s",
                "$as_base",
                0,
                0);
        registerFunction("idOf", "$get", INT, BASE_POINTER);
        register(
                "register_smart_ptr",
                SHARED,
                COUNTER,
                "std::shared_ptr<Counter>",
                2,
                "s",
                "$pointee",
                "s",
                "$share_nothing",
                "s",
                0,
                "s",
                "$unshare");
        registerFunction("share", "$share", SHARED, INT);
        registerFunction("valueOf", "$value_of", INT, SHARED);
    }

    private void property(int type, String name, int valueType, Object getter, int context, Object setter) {
        register(
                "register_class_property",
                type,
                name,
                valueType,
                "s",
                getter,
                context,
                valueType,
                "s",
                setter,
                context);
    }

    private void method(String name, String invoker, int... types) {
        register("register_class_function", COUNTER, name, types, "s", invoker, place("\\05\\00\\00\\00", 4), 0, 0);
    }

    private static void assertNothingIsLeft(EmscriptenModule module) {
        assertThat(module.instance().global("live").get()).hasToString("I32[value=0]");
    }

    @Test
    void functionsTakeAndReturnNumbersAndTexts() throws IOException {
        registerNumbers();
        registerFunction("not", "$not", BOOL, BOOL);
        registerFunction("same", "$as_it_is", INT, INT);
        registerFunction("sameUnsigned", "$as_it_is", UNSIGNED, UNSIGNED);
        registerFunction("sameByte", "$as_it_is", BYTE, BYTE);
        registerFunction("lowByte", "$as_it_is", BYTE, INT);
        registerFunction("triple", "$wide", LONG, LONG);
        registerFunction("half", "$half", FLOAT, FLOAT);
        registerFunction("greet", "$greet", STRING, STRING);
        registerFunction("again", "$again", WIDE, WIDE);
        registerFunction("bytes", "$bytes", VALUE);
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            assertThat(cpp.functions()).contains("greet", "half").hasSize(10);
            assertThat(cpp.call("not", false)).isEqualTo(true);
            assertThat(cpp.call("same", -5)).isEqualTo(-5);
            assertThat(cpp.call("sameUnsigned", 0xFFFF_FFFFL)).isEqualTo(0xFFFF_FFFFL);
            assertThat(cpp.call("sameByte", 255)).isEqualTo(255);
            assertThat(cpp.call("lowByte", -1)).isEqualTo(255);
            assertThat(cpp.call("triple", 1L << 40)).isEqualTo(3L << 40);
            assertThat(cpp.call("half", 3)).isEqualTo(1.5f);
            assertThat(cpp.call("greet", "Ädä")).isEqualTo("Hello, Ädä");
            assertThat(cpp.call("greet", "x\0y".getBytes(UTF_8))).isEqualTo("Hello, x\0y");
            assertThat(cpp.call("again", "w\uD83D\uDE00")).isEqualTo("w\uD83D\uDE00");
            assertThat(cpp.call("bytes")).isEqualTo("voi".getBytes(UTF_8));
            assertNothingIsLeft(module);
        }
    }

    @Test
    void argumentsAreChecked() throws IOException {
        registerNumbers();
        registerFunction("same", "$as_it_is", INT, INT);
        registerFunction("sameByte", "$as_it_is", BYTE, BYTE);
        registerFunction("greet", "$greet", STRING, STRING);
        registerFunction("strange", "$as_it_is", INT, 99);
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpp.call("unknown"))
                    .withMessage("no function 'unknown'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpp.call("same"))
                    .withMessage("no function 'same' for 0 arguments");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpp.call("same", "1"))
                    .withMessage("a java.lang.String is no 'int' of C++");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpp.call("sameByte", 256))
                    .withMessage("256 is out of the range of 'unsigned char'");
            assertThatIllegalArgumentException().isThrownBy(() -> cpp.call("greet", (Object) null));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpp.call("strange", 1))
                    .withMessageContaining("has not registered the type");
            assertThatIllegalArgumentException().isThrownBy(() -> cpp.create("Counter"));
        }
    }

    @Test
    void structuresAreMapsAndLists() throws IOException {
        registerNumbers();
        register("register_value_object", POINT, "Point", "s", "$point", "s", "$delete");
        for (String each : List.of("x", "y")) {
            int offset = each.equals("x") ? 0 : 8;
            register(
                    "register_value_object_field",
                    POINT,
                    each,
                    DOUBLE,
                    "s",
                    "$get_double",
                    offset,
                    DOUBLE,
                    "s",
                    "$set_double",
                    offset);
        }
        register("finalize_value_object", POINT);
        register("register_value_array", PAIR, "Pair", "s", "$point", "s", "$delete");
        for (int offset : new int[] {0, 8}) {
            register(
                    "register_value_array_element",
                    PAIR,
                    DOUBLE,
                    "s",
                    "$get_double",
                    offset,
                    DOUBLE,
                    "s",
                    "$set_double",
                    offset);
        }
        register("finalize_value_array", PAIR);
        registerFunction("mirror", "$mirror", POINT, POINT);
        registerFunction("swap", "$mirror", PAIR, PAIR);
        register("register_value_object", LOOP, "Loop", "s", "$point", "s", "$nothing");
        register("register_value_object_field", LOOP, "self", LOOP, "s", "$itself", 0, LOOP, "s", "$set", 0);
        register("finalize_value_object", LOOP);
        registerFunction("loop", "$as_it_is", LOOP, INT);
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            assertThat(cpp.call("mirror", Map.of("x", 1, "y", 2.5))).isEqualTo(Map.of("x", 2.5, "y", 1.0));
            assertThat(cpp.call("swap", List.of(3, 4))).isEqualTo(List.of(4.0, 3.0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cpp.call("mirror", Map.of("x", 1)))
                    .withMessage("'Point' needs the field 'y'");
            assertThatIllegalArgumentException().isThrownBy(() -> cpp.call("swap", List.of(3)));
            assertNothingIsLeft(module);
            assertThatThrownBy(() -> cpp.call("loop", 8)).isInstanceOf(AbortException.class);
        }
    }

    @Test
    void enumerationsAreNames() throws IOException {
        registerNumbers();
        register("register_enum", COLOR, "Color", 4, 0);
        register("register_enum_value", COLOR, "RED", 0);
        register("register_enum_value", COLOR, "GREEN", 1);
        registerFunction("next", "$next", COLOR, COLOR);
        try (EmscriptenModule module = instantiate()) {
            assertThat(module.embind().call("next", "RED")).isEqualTo("GREEN");
            assertThat(module.embind().call("next", 1)).isEqualTo(2L);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> module.embind().call("next", "BLUE"))
                    .withMessage("'Color' has no value 'BLUE'");
        }
    }

    @Test
    void objectsHaveMethodsAndProperties() throws IOException {
        registerNumbers();
        registerClasses();
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            assertThat(cpp.classes()).containsExactly("Base", "Counter");
            try (EmbindObject counter = cpp.create("Counter", 40);
                    EmbindObject other = cpp.create("Counter")) {
                assertThat(counter.className()).isEqualTo("Counter");
                assertThat(counter.call("add", 2)).isEqualTo(42);
                assertThat(counter.call("add")).isNull();
                assertThat(counter.get("value")).as("by what the context says").isEqualTo(47);
                counter.set("value", 7);
                assertThat(counter.get("value")).isEqualTo(7);
                assertThat(other.get("value")).isEqualTo(0);
                assertThat(counter.call("at", 3)).as("as a val").isEqualTo(10);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> counter.set("constant", 1))
                        .withMessage("'constant' cannot be set");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> counter.call("add", 1, 2))
                        .withMessage("the class 'Counter' has no method 'add' for 2 arguments");
                assertThatIllegalArgumentException().isThrownBy(() -> counter.get("color"));
            }
            assertNothingIsLeft(module);
        }
    }

    @Test
    void objectsPassAsTheirBaseClass() throws IOException {
        registerNumbers();
        registerClasses();
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            EmbindObject counter = cpp.create("Counter", 1);
            assertThat(counter.get("id")).isEqualTo(77);
            assertThat(cpp.call("idOf", counter)).isEqualTo(77);
            assertThat(cpp.callStatic("Counter", "asBase", counter))
                    .as("the class it really has")
                    .isInstanceOfSatisfying(EmbindObject.class, same -> {
                        assertThat(same.className()).isEqualTo("Counter");
                        assertThat(same.address()).isEqualTo(counter.address());
                    });
            counter.set("id", 78);
            assertThat(cpp.callStatic("Counter", "asBase", counter))
                    .isInstanceOfSatisfying(EmbindObject.class, base -> {
                        assertThat(base.className()).isEqualTo("Base");
                        assertThatIllegalArgumentException()
                                .isThrownBy(() -> cpp.callStatic("Counter", "asBase", base));
                    });
            counter.close();
            counter.close();
            assertThat(counter.isClosed()).isTrue();
            assertThatThrownBy(() -> counter.get("value"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the object of class 'Counter' is closed");
            assertThatThrownBy(() -> cpp.call("idOf", counter)).isInstanceOf(IllegalStateException.class);
            assertNothingIsLeft(module);
        }
    }

    @Test
    void smartPointersAreReleased() throws IOException {
        registerNumbers();
        registerClasses();
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            try (EmbindObject shared = object(cpp.call("share", 5));
                    EmbindObject alone = cpp.create("Counter", 6)) {
                assertThat(shared.call("add", 1)).isEqualTo(6);
                assertThat(cpp.call("valueOf", shared)).isEqualTo(6);
                assertThat(cpp.call("valueOf", (Object) null)).isEqualTo(-1);
                assertThatIllegalArgumentException().isThrownBy(() -> cpp.call("valueOf", alone));
            }
            assertNothingIsLeft(module);
        }
    }

    @Test
    void guestsKeepValuesUpToALimit() throws IOException {
        registerNumbers();
        registerFunction("keep", "$keep", VOID, VALUE);
        registerFunction("kept", "$kept", VALUE);
        registerFunction("hoard", "$hoard", VOID);
        registerFunction("forge", "$forge", VALUE, INT);
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            Object any = new Object();
            cpp.call("keep", any);
            assertThat(cpp.call("kept")).isSameAs(any);
            assertThat(cpp.call("kept")).isSameAs(any);
            cpp.call("keep", (Object) null);
            assertThat(cpp.call("kept")).isNull();
            assertThat(cpp.call("forge", 6)).isEqualTo(true);
            assertThat(cpp.call("forge", 8)).isEqualTo(false);
            assertThatThrownBy(() -> cpp.call("forge", 1_000_000)).isInstanceOf(AbortException.class);
            assertThatThrownBy(() -> cpp.call("hoard")).isInstanceOf(ResourceException.class);
        }
    }

    @Test
    void argumentsAreFreedWhenTheGuestThrows() throws IOException {
        registerNumbers();
        registerFunction("refuse", "$refuse", VOID, STRING);
        try (EmscriptenModule module = instantiate()) {
            assertThatThrownBy(() -> module.embind().call("refuse", "text")).isInstanceOf(CppException.class);
            assertNothingIsLeft(module);
        }
    }

    @Test
    void nonsenseIsRefused() throws IOException {
        registerNumbers();
        registerFunction("behindNothing", "$not", BOOL, BOOL);
        register("register_function", "nowhere", new int[] {INT}, "s", 90, 0, 0);
        registerFunction("tooFew", "$not", BOOL);
        // A class that is above itself.
        register("register_class", BASE, BASE_POINTER, 42, COUNTER, "s", 0, "s", 0, "s", 0, "Base", "s", "$delete");
        register(
                "register_class",
                COUNTER,
                COUNTER_POINTER,
                52,
                BASE,
                "s",
                0,
                "s",
                0,
                "s",
                0,
                "Counter",
                "s",
                "$delete");
        register("register_class_constructor", COUNTER, new int[] {COUNTER_POINTER}, "s", "$new_of_nothing", 0);
        try (EmscriptenModule module = instantiate()) {
            Embind cpp = module.embind();
            assertThatThrownBy(() -> cpp.call("nowhere")).isInstanceOf(AbortException.class);
            assertThatThrownBy(() -> cpp.call("tooFew")).isInstanceOf(AbortException.class);
            EmbindObject counter = cpp.create("Counter");
            assertThatIllegalArgumentException().isThrownBy(() -> counter.call("unknown"));
            assertThatIllegalArgumentException().isThrownBy(() -> counter.get("unknown"));
        }
    }

    @Test
    void registrationsAreLimited() {
        registerNumbers();
        registrations.add("(loop $again " + registrations.get(0) + " (br $again))");
        assertThatThrownBy(this::instantiate)
                .isInstanceOf(AbortException.class)
                .hasMessage("the guest registers too much for JavaScript");
    }

    private static EmbindObject object(@Nullable Object result) {
        return (EmbindObject) Objects.requireNonNull(result);
    }
}
