package org.wasmi.js.bindgen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.js.JsArray;
import org.wasmi.js.JsBytes;
import org.wasmi.js.JsException;
import org.wasmi.js.JsFunction;
import org.wasmi.js.JsObject;
import org.wasmi.js.Undefined;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;

class BindgenTest {
    private final Store store = Engine.create().newStore();

    @AfterEach
    void close() {
        store.close();
    }

    private Bindgen instantiate(String glue, String text) {
        return Bindgen.instantiate(store, Translator.translate(Wat.parse(text)), glue);
    }

    private static final String MEMORY = """
            (memory (export "memory") 1)
            (global $stack (mut i32) (i32.const 1024))
            (global $heap (mut i32) (i32.const 2048))
            (func (export "__wbindgen_add_to_stack_pointer") (param i32) (result i32)
              (global.set $stack (i32.add (global.get $stack) (local.get 0))) (global.get $stack))
            (func (export "__wbindgen_malloc") (param i32 i32) (result i32)
              (global.get $heap) (global.set $heap (i32.add (global.get $heap) (local.get 0))))
            (func (export "__wbindgen_free") (param i32 i32 i32))
            """;

    @Test
    void objectsAreLentAndOwned() {
        Bindgen bindgen = instantiate("const heap = new Array(32).fill(undefined);", """
                (module
                  (import "wbg" "__wbindgen_object_clone_ref" (func $clone (param i32) (result i32)))
                  (import "wbg" "__wbindgen_is_undefined" (func $isUndefined (param i32) (result i32)))
                  (func (export "clone") (param i32) (result i32) (call $clone (local.get 0)))
                  (func (export "same") (param i32) (result i32) (local.get 0))
                  (func (export "undefined") (result i32) (call $isUndefined (i32.const 32)))
                  (func (export "null") (result i32) (i32.const 33)))
                """);
        JsObject object = new JsObject();
        assertThat(bindgen.call("clone", Returns.object(), Bindgen.borrowed(object)))
                .isSameAs(object);
        assertThat(bindgen.call("same", Returns.object(), object)).isSameAs(object);
        assertThat(bindgen.call("same", Returns.object(), Bindgen.owned("text")))
                .isEqualTo("text");
        assertThat(bindgen.call("undefined", Returns.i32())).isEqualTo(1);
        assertThat(bindgen.call("null", Returns.object())).isNull();
    }

    @Test
    void stringsAndNumbersAreReturnedInMemory() {
        Bindgen bindgen = instantiate("", "(module " + MEMORY + """
                  (func (export "same") (param $to i32) (param $at i32) (param $length i32)
                    (i32.store (local.get $to) (local.get $at))
                    (i32.store offset=4 (local.get $to) (local.get $length)))
                  (func (export "none") (param $to i32) (i64.store (local.get $to) (i64.const 0)))
                  (func (export "half") (param $to i32) (param f64)
                    (f64.store (local.get $to) (f64.div (local.get 1) (f64.const 2)))
                    (i32.store offset=12 (local.get $to) (i32.const 0))))
                """);
        assertThat(bindgen.call("same", Returns.string(), "gr\u00fc\u00df")).isEqualTo("gr\u00fc\u00df");
        assertThat(bindgen.call("same", Returns.ints(), new int[] {1, -2})).containsExactly(1, -2);
        assertThat(bindgen.call("none", Returns.string())).isNull();
        assertThat(bindgen.call("half", Returns.f64().orThrow(), 5)).isEqualTo(2.5);
        assertThatThrownBy(() -> bindgen.call("half", Returns.f64(), 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("half takes 2 values");
    }

    @Test
    void arraysPassAsLittleEndianNumbers() {
        Bindgen bindgen = instantiate("", "(module " + MEMORY + """
                  (func (export "bytes") (param $to i32) (param $at i32) (param $length i32) (param $stride i32)
                    (i32.store (local.get $to) (local.get $at))
                    (i32.store offset=4 (local.get $to) (i32.mul (local.get $length) (local.get $stride)))))
                """);
        assertThat(bindgen.call("bytes", Returns.bytes(), new byte[] {1, -2}, 1))
                .containsExactly(1, -2);
        assertThat(bindgen.call("bytes", Returns.bytes(), new short[] {1, -2}, 2))
                .containsExactly(1, 0, -2, -1);
        assertThat(bindgen.call("bytes", Returns.bytes(), new int[] {0x04030201}, 4))
                .containsExactly(1, 2, 3, 4);
        assertThat(bindgen.call("bytes", Returns.bytes(), new long[] {0x0807060504030201L}, 8))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(bindgen.call("bytes", Returns.bytes(), new float[] {1}, 4)).containsExactly(0, 0, -128, 63);
        assertThat(bindgen.call("bytes", Returns.bytes(), new double[] {1}, 8))
                .containsExactly(0, 0, 0, 0, 0, 0, -16, 63);
        assertThat(bindgen.call("bytes", Returns.bytes(), new int[0], 4)).isEmpty();
        assertThat(bindgen.call("bytes", Returns.string(), "", 1)).isEmpty();
        assertThatThrownBy(() -> bindgen.call("bytes", Returns.bytes(), new char[1], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an array of char cannot be passed to a guest");
    }

    @Test
    void objectsAreReferencesInNewerModules() {
        Bindgen bindgen = instantiate("", "(module " + """
                  (import "wbg" "__wbindgen_init_externref_table" (func $init))
                  (import "wbg" "__wbg_get_0123456789abcdef"
                    (func $get (param externref externref) (result externref)))
                  (import "wbg" "__wbindgen_is_undefined" (func $isUndefined (param externref) (result i32)))
                """ + MEMORY + """
                  (table $references (export "__wbindgen_externrefs") 1 externref)
                  (func (export "__externref_table_alloc") (result i32)
                    (table.grow $references (ref.null extern) (i32.const 1)))
                  (func (export "__externref_table_dealloc") (param i32)
                    (table.set $references (local.get 0) (ref.null extern)))
                  (global $thrown (mut i32) (i32.const 0))
                  (func (export "__wbindgen_exn_store") (param i32) (global.set $thrown (local.get 0)))
                  (func (export "__wbindgen_start") (call $init))
                  (func (export "get") (param externref externref) (result externref i32 i32)
                    (call $get (local.get 0) (local.get 1))
                    (global.get $thrown)
                    (i32.ne (global.get $thrown) (i32.const 0)))
                  (func (export "undefined") (result i32)
                    (call $isUndefined (table.get $references (i32.const 1)))))
                """);
        JsObject object = new JsObject().with("a", 7);
        assertThat(bindgen.call("get", Returns.object().orThrow(), object, Bindgen.owned("a")))
                .isEqualTo(7);
        assertThat(bindgen.call("undefined", Returns.i32())).isEqualTo(1);
        assertThatThrownBy(
                        () -> bindgen.call("get", Returns.object().orThrow(), Undefined.UNDEFINED, Bindgen.owned("a")))
                .isInstanceOf(JsException.class)
                .hasMessage("undefined has no properties");
    }

    @Test
    void closuresAreFunctionsAndFunctionsAreCalled() {
        String glue = """
                function __wbg_adapter_3(arg0, arg1, arg2) {
                    wasm.closure3_shim(arg0, arg1, addHeapObject(arg2));
                }
                imports.wbg.__wbindgen_closure_wrapper12 = function(arg0, arg1, arg2) {
                    const ret = makeMutClosure(arg0, arg1, 1, __wbg_adapter_3);
                    return addHeapObject(ret);
                };
                imports.wbg.__wbg_call_0123456789abcdef = function() { return handleError(function (arg0, arg1, arg2) {
                    const ret = getObject(arg0).call(getObject(arg1), getObject(arg2));
                """;
        Bindgen bindgen = instantiate(glue, """
                (module
                  (import "wbg" "__wbindgen_closure_wrapper12" (func $closure (param i32 i32 i32) (result i32)))
                  (import "wbg" "__wbg_call_0123456789abcdef" (func $call (param i32 i32 i32) (result i32)))
                  (memory (export "memory") 1)
                  (global $seen (mut i32) (i32.const 0))
                  (func (export "__wbindgen_malloc") (param i32 i32) (result i32) (i32.const 0))
                  (func (export "__wbindgen_free") (param i32 i32 i32))
                  (func (export "__wbindgen_exn_store") (param i32))
                  (func (export "closure3_shim") (param i32 i32 i32) (global.set $seen (local.get 2)))
                  (func (export "closure") (result i32) (call $closure (i32.const 1) (i32.const 2) (i32.const 3)))
                  (func (export "seen") (result i32) (global.get $seen))
                  (func (export "twice") (param i32 i32) (result i32)
                    (call $call (local.get 0) (i32.const 128)
                      (call $call (local.get 0) (i32.const 128) (local.get 1)))))
                """);
        JsFunction closure = (JsFunction) bindgen.call("closure", Returns.object());
        closure.call(null, List.of("seen"));
        assertThat(bindgen.call("seen", Returns.object())).isEqualTo("seen");
        JsFunction half = new JsFunction((self, arguments) -> ((Number) arguments.get(0)).doubleValue() / 2);
        assertThat(bindgen.call("twice", Returns.object(), half, Bindgen.owned(20)))
                .isEqualTo(5.0);
    }

    @Test
    void guestsPanicAndFunctionsAreUnknown() {
        Bindgen bindgen = instantiate("", "(module " + """
                  (import "wbg" "__wbindgen_throw" (func $throw (param i32 i32)))
                  (import "wbg" "__wbg_fetch_0123456789abcdef" (func $fetch))
                """ + MEMORY + """
                  (data (i32.const 16) "panicked")
                  (func (export "panic") (call $throw (i32.const 16) (i32.const 8)))
                  (func (export "fetch") (call $fetch)))
                """);
        assertThatThrownBy(() -> bindgen.call("panic", Returns.nothing()))
                .isInstanceOf(JsException.class)
                .hasMessage("panicked");
        assertThatThrownBy(() -> bindgen.call("fetch", Returns.nothing()))
                .isInstanceOf(TrapException.class)
                .hasMessageContaining("__wbg_fetch_0123456789abcdef");
    }

    @Test
    void viewsOfTheMemoryAreCopied() {
        Bindgen bindgen = instantiate("""
                imports.wbg.__wbg_new_0123456789abcdef = function(arg0) {
                    const ret = new Uint8Array(getObject(arg0));
                """, "(module " + """
                  (import "wbg" "__wbindgen_memory" (func $memory (result i32)))
                  (import "wbg" "__wbg_buffer_0123456789abcdef" (func $buffer (param i32) (result i32)))
                  (import "wbg" "__wbg_newwithbyteoffsetandlength_0123456789abcdef"
                    (func $view (param i32 i32 i32) (result i32)))
                  (import "wbg" "__wbg_new_0123456789abcdef" (func $copy (param i32) (result i32)))
                """ + MEMORY + """
                  (data (i32.const 16) "abc")
                  (func (export "bytes") (result i32)
                    (call $copy (call $view (call $buffer (call $memory)) (i32.const 16) (i32.const 3)))
                    (i32.store8 (i32.const 16) (i32.const 0))))
                """);
        JsBytes bytes = (JsBytes) bindgen.call("bytes", Returns.object());
        assertThat(bytes.copy()).containsExactly('a', 'b', 'c');
    }

    @Test
    void valuesAreLookedAtAsInJavaScript() {
        Bindgen bindgen = instantiate("const heap = new Array(32).fill(undefined);", "(module " + """
                  (import "wbg" "__wbindgen_bigint_get_as_i64" (func $bigint (param i32 i32)))
                  (import "wbg" "__wbindgen_as_number" (func $number (param i32) (result f64)))
                  (import "wbg" "__wbindgen_in" (func $in (param i32 i32) (result i32)))
                  (import "wbg" "__wbg_isSafeInteger_0123456789abcdef" (func $safe (param i32) (result i32)))
                  (import "wbg" "__wbg_getwithrefkey_0123456789abcdef" (func $get (param i32 i32) (result i32)))
                  (import "wbg" "__wbg_iterator_0123456789abcdef" (func $iterator (result i32)))
                """ + MEMORY + """
                  (func (export "bigint") (param i32) (result i64)
                    (call $bigint (i32.const 16) (local.get 0))
                    (if (result i64) (i32.load (i32.const 16))
                      (then (i64.load (i32.const 24))) (else (i64.const -1))))
                  (func (export "number") (param i32) (result f64) (call $number (local.get 0)))
                  (func (export "in") (param i32 i32) (result i32) (call $in (local.get 0) (local.get 1)))
                  (func (export "safe") (param i32) (result i32) (call $safe (local.get 0)))
                  (func (export "get") (param i32 i32) (result i32) (call $get (local.get 0) (local.get 1)))
                  (func (export "iterator") (param i32) (result i32) (call $get (local.get 0) (call $iterator))))
                """);
        assertThat(bindgen.call("bigint", Returns.i64(), Bindgen.owned(BigInteger.TEN)))
                .isEqualTo(10);
        assertThat(bindgen.call("bigint", Returns.i64(), Bindgen.owned("10"))).isEqualTo(-1);
        assertThat(bindgen.call("number", Returns.f64(), Bindgen.owned(true))).isEqualTo(1.0);
        assertThat(bindgen.call("number", Returns.f64(), Undefined.UNDEFINED)).isNaN();
        JsObject object = new JsObject().with("a", 7);
        assertThat(bindgen.call("in", Returns.i32(), Bindgen.owned("a"), object))
                .isEqualTo(1);
        assertThat(bindgen.call("in", Returns.i32(), Bindgen.owned("b"), object))
                .isZero();
        assertThat(bindgen.call("safe", Returns.i32(), Bindgen.owned(0x1p53 - 1)))
                .isEqualTo(1);
        assertThat(bindgen.call("safe", Returns.i32(), Bindgen.owned(0x1p53))).isZero();
        assertThat(bindgen.call("safe", Returns.i32(), Bindgen.owned(0.5))).isZero();
        assertThat(bindgen.call("get", Returns.object(), object, Bindgen.owned("a")))
                .isEqualTo(7);
        JsArray array = new JsArray(List.of("x"));
        JsFunction iterate = (JsFunction) bindgen.call("iterator", Returns.object(), array);
        JsObject iterator = (JsObject) Objects.requireNonNull(iterate.call(array, List.of()));
        assertThat(iterator.call("next")).isInstanceOfSatisfying(JsObject.class, next -> assertThat(next.get("value"))
                .isEqualTo("x"));
        assertThat(bindgen.call("iterator", Returns.object(), object)).isEqualTo(Undefined.UNDEFINED);
    }

    /** Newer modules export an imported function as their start, and without functions that catch no table functions. */
    @Test
    void bytesAreCopiedIntoTheGuestThatCatchesNothing() {
        Bindgen bindgen = instantiate("", "(module " + """
                  (import "wbg" "__wbindgen_init_externref_table" (func $init))
                  (import "wbg" "__wbg_prototypesetcall_0123456789abcdef" (func $copy (param i32 i32 externref)))
                  (import "wbg" "__wbg_length_0123456789abcdef" (func $length (param externref) (result i32)))
                """ + MEMORY + """
                  (table (export "__wbindgen_externrefs") 1 externref)
                  (export "__wbindgen_start" (func $init))
                  (func (export "last") (param externref) (result i32)
                    (call $copy (i32.const 16) (i32.const 2) (local.get 0))
                    (i32.load8_u offset=15 (call $length (local.get 0)))))
                """);
        assertThat(bindgen.call("last", Returns.i32(), new JsBytes(new byte[] {3, 4})))
                .isEqualTo(4);
        assertThatThrownBy(() -> bindgen.call("last", Returns.i32(), new JsBytes(new byte[3])))
                .isInstanceOf(JsException.class)
                .hasMessageContaining("out of bounds");
        assertThatThrownBy(() -> bindgen.call("last", Returns.i32(), Undefined.UNDEFINED))
                .isInstanceOf(JsException.class);
    }

    @Test
    void guestsThatKeepTooMuchAreStopped() {
        Bindgen bindgen = instantiate("", "(module " + """
                  (import "wbg" "__wbindgen_number_new" (func $new (param f64) (result i32)))
                """ + MEMORY + """
                  (func (export "fill") (loop (drop (call $new (f64.const 1))) (br 0))))
                """);
        assertThatThrownBy(() -> bindgen.call("fill", Returns.nothing()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("objects of the host");
    }

    @Test
    void numbersOfNoObjectAreRefused() {
        ObjectTable table = new ObjectTable(32);
        int index = table.add("a");
        assertThat(table.take(index)).isEqualTo("a");
        assertThatThrownBy(() -> table.get(index)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.take(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(table.add("b")).isEqualTo(index);
        assertThat(table.take(35)).as("a constant stays").isEqualTo(false);
        assertThat(table.get(35)).isEqualTo(false);
    }
}
