package org.wasmi.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.error.InvalidException;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.translate.TranslationMode;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/** Uses modules that others wrote as their own JavaScript does, on every executor. */
class RealModuleTest {

    static Set<String> executors() {
        return Executors.all().keySet();
    }

    private static Instance instantiate(RealModule module, Linker imports, String executor) throws IOException {
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(executor));
        return imports.instantiate(engine.newStore(), Translator.translate(module.bytes()));
    }

    private static int call(Instance instance, String function, int... arguments) {
        Value[] values = new Value[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = Value.i32(arguments[i]);
        }
        List<Value> results = instance.function(function).call(values);
        return results.isEmpty() ? 0 : ((Value.I32) results.get(0)).value();
    }

    /** Copies a source text into the memory of one of the lexers, which take UTF-16 and say where it goes. */
    private static int write(Instance lexer, String source, int sizeArgument) {
        Memory memory = lexer.memory("memory");
        int heap = ((Value.I32) lexer.global("__heap_base").get()).value();
        long missing = heap + 4L * (source.length() + 1) - memory.size();
        if (missing > 0) {
            assertThat(memory.grow((missing + 65_535) / 65_536)).isPositive();
        }
        int address = call(lexer, "sa", sizeArgument);
        for (int i = 0; i < source.length(); i++) {
            memory.putShort(address + 2L * i, (short) source.charAt(i));
        }
        return address;
    }

    @ParameterizedTest
    @MethodSource("executors")
    void esModuleLexerFindsImportsAndExports(String executor) throws IOException {
        String source = """
                import first, { second as other } from 'static-module';
                /* import nothing from 'comment' */
                const text = `import ${await import("./lazy.js")} from 'template'`;
                export const answer = 42;
                export let url = import.meta.url;
                export { answer as default };
                """;
        Instance lexer = instantiate(RealModule.ES_MODULE_LEXER, new Linker(), executor);
        write(lexer, source, source.length());
        assertThat(call(lexer, "parse")).isEqualTo(1);
        List<String> imports = new ArrayList<>();
        while (call(lexer, "ri") != 0) {
            imports.add(call(lexer, "id") + " " + source.substring(call(lexer, "is"), call(lexer, "ie")));
        }
        List<String> exports = new ArrayList<>();
        while (call(lexer, "re") != 0) {
            exports.add(source.substring(call(lexer, "es"), call(lexer, "ee")));
        }
        // The number is where the parenthesis of a dynamic import is, -1 for a static one and -2 for import.meta.
        assertThat(imports)
                .containsExactly("-1 static-module", source.indexOf("(\"./lazy") + " \"./lazy.js\"", "-2 import.meta");
        assertThat(exports).containsExactly("answer", "url", "default");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void esModuleLexerSaysWhereASourceIsWrong(String executor) throws IOException {
        String source = "import { a } from 'm';\nconst text = 'not closed\n";
        Instance lexer = instantiate(RealModule.ES_MODULE_LEXER, new Linker(), executor);
        write(lexer, source, source.length());
        assertThat(call(lexer, "parse")).isZero();
        assertThat(call(lexer, "e")).isEqualTo(source.length() - 1);
    }

    @ParameterizedTest
    @MethodSource("executors")
    void cjsModuleLexerFindsExportsOfAnyLength(String executor) throws IOException {
        StringBuilder text = new StringBuilder("'use strict';\n__exportStar(require('./all'), exports);\n");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            names.add("name" + i);
            text.append(i % 2 == 0 ? "exports.name" + i : "exports['name" + i + "']")
                    .append(" = f(/[)/]/);\n");
        }
        String source = text.toString();
        Instance lexer = instantiate(RealModule.CJS_MODULE_LEXER, new Linker(), executor);
        int address = write(lexer, source, source.length() + 1);
        assertThat(call(lexer, "parseCJS", address, source.length(), 0, 0, 0, 0))
                .isZero();
        assertThat(call(lexer, "rre")).isEqualTo(1);
        assertThat(source.substring(call(lexer, "res"), call(lexer, "ree"))).isEqualTo("'./all'");
        assertThat(call(lexer, "rre")).isZero();
        List<String> exports = new ArrayList<>();
        while (call(lexer, "re") != 0) {
            exports.add(source.substring(call(lexer, "es"), call(lexer, "ee")).replace("'", ""));
        }
        assertThat(exports).containsExactlyElementsOf(names);
    }

    /** The events of the HTTP parser, as its callbacks report them. */
    private static Linker httpEvents(List<String> events) {
        Linker linker = new Linker();
        for (String name : List.of("message_begin", "message_complete")) {
            function(linker, name, "i32 -> i32", call -> events.add(name));
        }
        for (String name : List.of("url", "status", "header_field", "header_value", "body")) {
            function(linker, name, "i32 i32 i32 -> i32", call -> events.add(name + " " + call.utf8(1, 2)));
        }
        function(
                linker,
                "headers_complete",
                "i32 i32 i32 i32 -> i32",
                call -> events.add("headers_complete " + call.i32(1) + " " + call.i32(3)));
        return linker;
    }

    private static void function(Linker linker, String name, String signature, HostFunction body) {
        linker.function("env", "wasm_on_" + name, ModuleBuilder.signature(signature), body);
    }

    private static int execute(Instance http, int parser, String message) {
        byte[] bytes = message.getBytes(US_ASCII);
        int address = call(http, "malloc", bytes.length);
        http.memory("memory").write(address, bytes, 0, bytes.length);
        int error = call(http, "llhttp_execute", parser, address, bytes.length);
        call(http, "free", address);
        return error;
    }

    private static String text(Instance http, int address) {
        StringBuilder text = new StringBuilder();
        Memory memory = http.memory("memory");
        for (int at = address; memory.getByte(at) != 0; at++) {
            text.append((char) memory.getByte(at));
        }
        return text.toString();
    }

    static Stream<Arguments> parsersOnExecutors() {
        return Stream.of(RealModule.LLHTTP, RealModule.LLHTTP_SIMD)
                .flatMap(parser -> executors().stream().map(executor -> Arguments.of(parser, executor)));
    }

    @ParameterizedTest
    @MethodSource("parsersOnExecutors")
    void llhttpParsesARequestThatComesInPieces(RealModule llhttp, String executor) throws IOException {
        List<String> events = new ArrayList<>();
        Instance http = instantiate(llhttp, httpEvents(events), executor);
        call(http, "_initialize");
        int parser = call(http, "llhttp_alloc", 1);
        assertThat(execute(http, parser, "POST /path?q=1 HTTP/1.1\r\nHost: example.org\r\nContent-"))
                .isZero();
        assertThat(execute(http, parser, "Length: 5\r\n\r\nhel")).isZero();
        assertThat(execute(http, parser, "loGET / HTTP/1.0\r\n\r\n")).isZero();
        assertThat(events)
                .containsExactly(
                        "message_begin",
                        "url /path?q=1",
                        "header_field Host",
                        "header_value example.org",
                        "header_field Content-",
                        "header_field Length",
                        "header_value 5",
                        "headers_complete 0 1",
                        "body hel",
                        "body lo",
                        "message_complete",
                        "message_begin",
                        "url /",
                        "headers_complete 0 0",
                        "message_complete");
        assertThat(text(http, call(http, "llhttp_method_name", call(http, "llhttp_get_method", parser))))
                .isEqualTo("GET");
    }

    @ParameterizedTest
    @MethodSource("parsersOnExecutors")
    void llhttpRefusesWhatIsNotHttp(RealModule llhttp, String executor) throws IOException {
        List<String> events = new ArrayList<>();
        Instance http = instantiate(llhttp, httpEvents(events), executor);
        call(http, "_initialize");
        int parser = call(http, "llhttp_alloc", 2);
        int error = execute(http, parser, "HTTP/9.9 200 OK\r\n\r\n");
        assertThat(text(http, call(http, "llhttp_errno_name", error))).isEqualTo("HPE_INVALID_VERSION");
        assertThat(text(http, call(http, "llhttp_get_error_reason", parser))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SKIKO")
    void everyModuleOfBuiltProposalsTranslatesAsAWhole(RealModule module) throws IOException {
        TranslationOptions eager = TranslationOptions.DEFAULT.withMode(TranslationMode.EAGER);
        Program program = Translator.translate(module.bytes(), eager);
        assertThat(program.functions()).isNotEmpty();
    }

    static Stream<RealModule> needOtherProposals() {
        return Stream.of(RealModule.SKIKO);
    }

    @ParameterizedTest
    @MethodSource("needOtherProposals")
    void modulesThatNeedOtherProposalsAreRefusedWithAReason(RealModule module) throws IOException {
        byte[] wasm = module.bytes();
        assertThatThrownBy(() -> Translator.translate(wasm))
                .isInstanceOfAny(MalformedException.class, InvalidException.class)
                .hasMessageContaining("byte");
    }
}
