package org.wasmi.emscripten.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmi.encoding.program.Program;
import org.wasmi.text.Wat;
import org.wasmi.translate.Translator;
import org.wasmi.wasi.StatLayout;

class GlueTest {

    /** Imports a to e, exports f to i. */
    private static final Program PROGRAM = Translator.translate(Wat.parse("""
                    (module
                      (import "a" "a" (func (param i32) (result i32)))
                      (import "a" "b" (func (param i32 i32 i32 i32)))
                      (import "a" "c" (func (result f64)))
                      (import "a" "d" (func))
                      (import "a" "e" (func (param i32) (result i32)))
                      (func (export "f"))
                      (func (export "g") (param i32) (result i32) (local.get 0))
                      (func (export "h"))
                      (func (export "i")))
                    """));

    private static Glue glue(String javaScript) {
        return Glue.read(javaScript, PROGRAM);
    }

    /** Glue with names, whole; imports in another order than in the module. */
    @Test
    void readsNamesOfReleaseBuilds() {
        Glue glue = glue("""
                var wasmImports={/** @export */ b:___assert_fail,e:_fd_close, a:_emscripten_resize_heap,c:_emscripten_date_now,d:__abort_js};
                function assignWasmExports(wasmExports){_malloc=Module["_malloc"]=wasmExports["g"];___wasm_call_ctors=wasmExports["f"];__emscripten_stack_restore=wasmExports["h"]}
                """);
        assertThat(glue.imported("a")).contains("emscripten_resize_heap");
        assertThat(glue.imported("b")).contains("__assert_fail");
        assertThat(glue.imported("d")).contains("_abort_js");
        assertThat(glue.imported("z")).isEmpty();
        assertThat(glue.exported("malloc")).contains("g");
        assertThat(glue.exported("__wasm_call_ctors")).contains("f");
        assertThat(glue.exported("_emscripten_stack_restore")).contains("h");
    }

    @Test
    void readsExportsOfAllVersions() {
        assertThat(
                        glue("var _f1=Module['_f1']=function(){return(_f1=Module['_f1']=Module['asm']['g']).apply(null,arguments)}")
                                .exported("f1"))
                .contains("g");
        assertThat(glue("var _run = (Module['_run'] = (a0) => (_run = Module['_run'] = wasmExports['h'])(a0));")
                        .exported("run"))
                .contains("h");
        assertThat(glue("function x(b){k._sqlite3_open=b.h;ha=k._malloc=b.g;q=b.i}")
                        .exported("malloc"))
                .contains("g");
    }

    /** As Closure Compiler leaves it: functions in the object, and names of properties that are kept. */
    @Test
    void recognizesMinifiedFunctions() {
        Glue glue = glue("""
                var pa=a=>{G=a;d.onExit?.(a);v(a,new P(a))},xa={e:()=>52,b:(a,c,b,e)=>N(`Assertion failed: ${R(a)}, at: `+[c?R(c):"unknown filename",b]),
                d:()=>N(""),c:()=>Date.now(),a:a=>{var c=K.length;for(var b=1;4>=b;b*=2){var e=c*(1+.2/b)}return!1}},Z;
                function init(c){c=c.exports;d._malloc=c.g;return c}var n={a:xa};function run(){Z.f();}
                """);
        assertThat(glue.imported("a")).contains("emscripten_resize_heap");
        assertThat(glue.imported("b")).contains("__assert_fail");
        assertThat(glue.imported("c")).contains("emscripten_date_now");
        assertThat(glue.imported("d")).contains("_abort_js");
        assertThat(glue.imported("e")).contains("fd_close");
        assertThat(glue.exported("malloc")).contains("g");
        assertThat(glue.exported("__wasm_call_ctors"))
                .as("the first export, which is called")
                .contains("f");
    }

    @Test
    void followsNamesToTheirFunctions() {
        Glue glue = glue("function q(){return Date.now()}var x={a:w,b:w,c:q,d:w,e:w};");
        assertThat(glue.imported("c")).contains("emscripten_date_now");
        assertThat(glue.imported("a")).isEmpty();
    }

    /** The short names that {@code invoke_*} uses lead to exports, through functions that only call others. */
    @Test
    void findsTheHelpersOfInvoke() {
        Glue glue = glue("""
                var M=()=>mn(),R=e=>nn(e),J=e=>q(e),find=l=>{for(var i of l){if(!i)break;if(fn(i,t,s))return J(i),n}};
                var x={a:function(e,n){var r=M();try{return j(e)(n)}catch(e){if(R(r),!(e instanceof y))throw e;rn(1,0)}},
                b:w,c:w,d:w,e:e=>e};
                function init(o){mn=o.f;nn=o.g;rn=o.h;fn=o.i}
                """);
        assertThat(glue.imported("a")).contains("invoke_");
        assertThat(glue.imported("e")).contains("llvm_eh_typeid_for");
        assertThat(glue.exported("emscripten_stack_get_current")).contains("f");
        assertThat(glue.exported("_emscripten_stack_restore")).contains("g");
        assertThat(glue.exported("setThrew")).contains("h");
        assertThat(glue.exported("__cxa_can_catch")).contains("i");
        assertThat(glue.exported("setTempRet0")).isEmpty();
    }

    @Test
    void keepsFunctionsThatReturnNumbers() {
        Glue glue = glue("var x={a:()=>7,b:w,c:w,d:w,e:function(){return -52}}");
        assertThat(glue.constant("a")).hasValue(7);
        assertThat(glue.constant("e")).hasValue(-52);
        assertThat(glue.constant("b")).isEmpty();
    }

    /** Brackets in strings, comments, templates and regular expressions are none. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = "~",
            quoteCharacter = '\0',
            value = {
                "var s='{';",
                "var s=\"}\\\"{\";",
                "// {",
                "/* { ' */",
                "var s=`{ ${ {a:1}[`}`] } {`;",
                "var r=/[/{]\\/{/;",
                "x=a/b;y=c/{d:1}.d;",
                "return /}{/.test(s)",
                "if(a)/[']/.exec(s)"
            })
    void isNotLedAstray(String before) {
        Glue glue = glue(before + "\nvar i={a:_first,b:_second,c:_third,d:_fourth,e:_fifth};");
        assertThat(glue.imported("e")).as(before).contains("fifth");
    }

    @Test
    void toleratesTextsThatAreNoJavaScript() {
        for (String text :
                new String[] {"", "{", "}}}", "`${", "'", "/*", "\\", "{a:", "x=`${`${`", "/[", "{a:b,", "é{a:1}"}) {
            assertThat(glue(text).imported("a")).isEqualTo(Optional.empty());
        }
    }

    /** A text with a module inside, as a string or as one long word. */
    @Test
    void readsLongTextsInOneGo() {
        String word = "A".repeat(300_000);
        Glue glue = glue("var b='" + word + "',w=" + word + ";f(" + "{".repeat(20_000) + "}".repeat(20_000)
                + ");var i={a:_first,b:_second,c:_third,d:_fourth,e:_fifth}");
        assertThat(glue.imported("e")).contains("fifth");
    }

    @Test
    void tellsLayoutsApart() {
        assertThat(glue("HEAP32[(buf + 40) >> 2]=s;HEAP64[(buf + 104) >> 3]=ino")
                        .statLayout())
                .isEqualTo(StatLayout.BYTES_112);
        assertThat(glue("J[a+24>>3]=s;J[a+80>>2]=c;J[a+88>>3]=ino").statLayout())
                .isEqualTo(StatLayout.BYTES_96);
        assertThat(glue("HEAP32[buf+40>>2]=s;HEAP32[buf+80>>2]=ino").statLayout())
                .isEqualTo(StatLayout.BYTES_88);
        assertThat(Glue.NONE.statLayout()).isEqualTo(StatLayout.BYTES_96);
    }
}
