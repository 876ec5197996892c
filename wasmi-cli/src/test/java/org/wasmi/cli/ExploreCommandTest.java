package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.encoding.type.Limits;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.text.Wat;

class ExploreCommandTest {
    private static final Path FIB = Cli.root("examples/fib.wasm");
    private static final int CALLS_OF_FIB_10 = 177;

    private Path dir;

    @BeforeEach
    void setUp(@TempDir Path empty) {
        dir = empty;
    }

    private Path explore(Object... arguments) {
        Path page = dir.resolve("page.html");
        List<Object> all = new ArrayList<>(List.of("explore", "-o", page));
        all.addAll(List.of(arguments));
        Cli cli = Cli.run(all.toArray());
        assertThat(cli.code()).as(cli.err()).isZero();
        return page;
    }

    private static JsonNode part(Path page, String id) throws IOException {
        Matcher part = Pattern.compile("<script type=\"text/plain\" id=\"" + id + "\">([^<]*)</script>")
                .matcher(Files.readString(page));
        assertThat(part.find()).as(id).isTrue();
        byte[] packed = Base64.getDecoder().decode(part.group(1));
        return new ObjectMapper().readTree(new InflaterInputStream(new ByteArrayInputStream(packed)));
    }

    private static JsonNode function(Path page, int entry) throws IOException {
        JsonNode of = part(page, "index").get("functions").get(entry);
        return part(page, "c" + of.get(8).asInt()).get(of.get(9).asInt());
    }

    @Test
    void aPageHasTheTextTheCodeAndTheBytecodeOfAFunction() throws IOException {
        Path page = explore(FIB);
        JsonNode fib = function(page, 1);
        assertThat(fib.get("text").asText()).contains("(func $fib", "local.get $n", "call $fib");
        assertThat(fib.get("code").asText()).contains("br_if_i32.ge_u_si L0, s0, 2", "call func 0, s1");
        assertThat(fib.get("jvm").asText()).contains("INVOKESTATIC F0.f", "LRETURN");
        assertThat(fib.get("slots").get(0).get(0).asText()).isEqualTo("s0 $n i32");
        assertThat(fib.has("counts")).isFalse();
        // Instructions have an operator that they come from, and bytecode.
        assertThat(fib.get("from").get(0).asInt()).isEqualTo(0x27);
        List<Integer> numbers = new ArrayList<>();
        fib.get("numbers").forEach(each -> numbers.add(each.asInt()));
        assertThat(numbers).contains(1, fib.get("positions").size());
    }

    @Test
    void aRunIsCounted() throws IOException {
        Path page = explore(FIB, "--run", "--invoke", "fib", "--", "10");
        JsonNode counts = function(page, 1).get("counts");
        assertThat(counts.get(0).asInt()).isEqualTo(CALLS_OF_FIB_10);
        assertThat(counts.get(counts.size() - 1).asInt()).isEqualTo(CALLS_OF_FIB_10);
        assertThat(counts.get(4).asInt()).isEqualTo(CALLS_OF_FIB_10 / 2);
        JsonNode entry = part(page, "index").get("functions").get(1);
        long sum = 0;
        for (JsonNode each : counts) {
            sum += each.asLong();
        }
        assertThat(entry.get(6).asLong()).isEqualTo(sum);
    }

    @Test
    void instructionsThatFindNoMemoryYetAreCountedOnce() throws IOException {
        Path module = Files.write(
                dir.resolve("touch.wasm"),
                new ModuleBuilder()
                        .memory("memory", Limits.atLeast(100))
                        .function("touch", "-> i32", code -> code.i32Const(6_000_000)
                                .op("i32.load", 0))
                        .build());
        Path page = explore(module, "--run", "--invoke", "touch");
        assertThat(function(page, 1).get("counts")).allMatch(each -> each.asInt() == 1);
    }

    @Test
    void aTrapEndsTheRunButNotThePage() throws IOException {
        Path page = dir.resolve("page.html");
        Cli cli = Cli.run(
                "explore", Cli.root("examples/average.wasm"), "--run", "--invoke", "average", "-o", page, "--", "0");
        assertThat(cli.code()).isZero();
        assertThat(cli.err()).contains("integer divide by zero");
        assertThat(function(page, 2).get("counts").get(0).asInt()).isEqualTo(1);
    }

    @Test
    void withoutBytecodeThePageIsSmaller() throws IOException {
        Path page = explore(FIB, "--no-jvm");
        assertThat(part(page, "index").get("jvm").asBoolean()).isFalse();
        assertThat(function(page, 1).get("jvm").asText()).isEmpty();
    }

    @Test
    void aStoredProgramHasNoText() {
        Path stored = dir.resolve("fib.wasmic");
        assertThat(Cli.run("compile", FIB, "-o", stored).code()).isZero();
        assertThat(Cli.run("explore", stored).code()).isEqualTo(ExitCode.BAD_MODULE);
    }

    private Browser browser(Path page, boolean dark) throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "there is no chromium on the PATH");
        Browser browser = Browser.open(chromium.get(), page, dark);
        browser.await("document.body && document.body.dataset.ready");
        return browser;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsOfOneOperatorAreLinked(boolean dark) throws Exception {
        Path page = explore(FIB, "--run", "--invoke", "fib", "--", "10");
        try (Browser browser = browser(page, dark)) {
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                            .asText())
                    .isEqualTo(dark ? "rgb(21, 24, 28)" : "rgb(255, 255, 255)");
            // The row of the first branch: four operators, one instruction, and its bytecode.
            String row = "[...document.querySelectorAll('#f0 .r')].find(r => r.textContent.includes('br_if_i32'))";
            assertThat(browser.evaluate(row + ".querySelectorAll('.c.t .l').length")
                            .asInt())
                    .isEqualTo(4);
            assertThat(browser.evaluate(row + ".querySelector('.c.j').textContent")
                            .asText())
                    .contains("IFGE");
            assertThat(browser.evaluate(row + ".querySelector('.c.x .heat').textContent")
                            .asText())
                    .isEqualTo("177");
            browser.mouse("#f0 .r[data-k='" + 0x32 + "'] .c.x .l", false);
            browser.await("document.querySelector('.r.over')");
            assertThat(browser.evaluate("[...document.querySelectorAll('.r.over')].every(r => r.dataset.k === '" + 0x32
                                    + "')")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("[...document.querySelectorAll('#f0 .c.t a, #f0 .c.x a')]"
                                    + ".every(a => document.getElementById(a.hash.slice(1)))")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void callsLeadToTheirFunctions() throws Exception {
        Path page = explore(Cli.root("examples/average.wasm"));
        try (Browser browser = browser(page, false)) {
            browser.mouse("#f0 .c.x a", true);
            browser.await("location.hash === '#f1' && document.querySelector('#f1.here.open')");
        }
    }

    @Test
    void thePageIsUsedByKeysAndSearched() throws Exception {
        Path page = explore(Cli.root("examples/primes.wasm"));
        try (Browser browser = browser(page, false)) {
            browser.key("/");
            browser.await("document.activeElement.id === 'search'");
            for (String letter : List.of("m", "a", "l", "l", "o", "c")) {
                browser.key(letter);
            }
            browser.await("document.querySelectorAll('#list a').length === 2"); // malloc, dlmalloc
            browser.key("Escape");
            browser.await("document.querySelectorAll('#list a').length > 60");
            browser.evaluate("search('memory')");
            browser.await("document.querySelector('.now')");
            assertThat(browser.evaluate("document.querySelector('.now').textContent")
                            .asText())
                    .contains("memory");
            browser.key("n");
            browser.await("hit === 1");
            browser.evaluate("select(functions[1], true)");
            browser.key("j");
            browser.await("here === functions[2]");
            boolean open = browser.evaluate("isOpen(here)").asBoolean();
            browser.key("o");
            browser.await("isOpen(here) !== " + open);
            browser.key("3");
            browser.await("document.body.classList.contains('no-jvm')");
            browser.key("?");
            browser.await("document.querySelector('#help').open");
        }
    }

    @Test
    void aSymbolOfRustIsShownAndFoundAsAPath() throws Exception {
        byte[] wasm = Wat.parse("(module (func $_RNvXNtC1a1bNtC1a4WordNtB4_5Score5score) (func $main (call 0)))");
        Path page = explore(Files.write(dir.resolve("rust.wasm"), wasm));
        try (Browser browser = browser(page, false)) {
            assertThat(browser.evaluate("document.querySelector('#f0 h2').textContent")
                            .asText())
                    .startsWith("<a::Word as a::Score>::score");
            assertThat(browser.evaluate("document.querySelector('#list a[href=\"#f0\"] .path').textContent")
                            .asText())
                    .isEqualTo("<a::Word as a::Score>::");
            for (String wanted : List.of("Score>::score", "B4_5Score5")) { // the path and the symbol
                browser.evaluate("names('" + wanted + "')");
                assertThat(browser.evaluate("[...document.querySelectorAll('#list a')].map(a => a.hash).join()")
                                .asText())
                        .isEqualTo("#f0");
            }
        }
    }

    /** Rows are made where they are near to what is seen, or are found. */
    @Test
    void aLongFunctionIsShownAPartAtATime() throws Exception {
        int operators = 60_000;
        Path module = Files.write(
                dir.resolve("long.wasm"),
                new ModuleBuilder()
                        .function("long", "i32 -> i32", code -> {
                            code.localGet(0);
                            for (int i = 0; i < operators / 2; i++) {
                                code.i32Const(1_000_000 + i).op("i32.xor");
                            }
                        })
                        .build());
        Path page = explore(module, "--no-jvm");
        try (Browser browser = browser(page, false)) {
            browser.evaluate("go(functions[1]).then(() => 0)");
            assertThat(browser.evaluate("document.querySelectorAll('#f0 .l').length")
                            .asInt())
                    .isBetween(1_000, operators / 4);
            assertThat(browser.evaluate("document.querySelector('#f0 .body').offsetHeight")
                            .asInt())
                    .isGreaterThan(9 * operators);
            browser.evaluate("search('i32.const 1029000').then(() => 0)");
            browser.await("document.querySelector('#f0 .now')");
            assertThat(browser.evaluate("document.querySelector('.now').textContent")
                            .asText())
                    .contains("i32.const 1029000");
            browser.evaluate(
                    "document.querySelector('#main').scrollTop = document.querySelector('#f0').offsetHeight / 2");
            browser.await("[...document.querySelectorAll('#f0 .l')].some(l => l.textContent.includes('10150'))");
        }
    }

    /** Modules of npm packages: in Rust by wasm-bindgen, and in Go. */
    @ParameterizedTest
    @CsvSource({"lz4-wasm/lz4_wasm_bg.wasm,compress,true", "esbuild-wasm/esbuild.wasm,resume,false"})
    void modulesOfRustAndGoAreShown(String file, String exported, boolean jvm) throws Exception {
        Path module = Path.of(System.getProperty("wasmi.packages", "../target/packages"), file);
        assumeTrue(Files.exists(module), () -> file + " is missing: .ci/fetch-packages fetches it");
        Path page = explore(module);
        assertThat(part(page, "index").get("jvm").asBoolean()).isEqualTo(jvm);
        try (Browser browser = browser(page, true)) {
            browser.evaluate("names('" + exported + "')");
            browser.evaluate(
                    "[...document.querySelectorAll('#list a')].find(a => a.querySelector('.name').textContent === '"
                            + exported + "').click()");
            browser.await("here && isOpen(here) && document.querySelector('.here .r')");
            assertThat(browser.evaluate("document.querySelector('section.here h2').textContent")
                            .asText())
                    .contains("exported as " + exported);
            assertThat(browser.evaluate("document.querySelector('section.here .body').textContent")
                            .asText())
                    .contains("call ");
        }
    }

    @Test
    void aLargeModuleIsShownAFunctionAtATime() throws Exception {
        int functions = 5_000;
        ModuleBuilder module = new ModuleBuilder();
        for (int i = 0; i < functions; i++) {
            int number = i;
            module.function("f" + i, "i32 -> i32", code -> {
                code.localGet(0);
                for (int k = 0; k < 330; k++) {
                    code.i32Const(number + 1000).op("i32.add");
                }
            });
        }
        byte[] wasm = module.build();
        assertThat(wasm.length).isGreaterThan(5_000_000);
        Path page = explore(Files.write(dir.resolve("large.wasm"), wasm));
        assertThat(part(page, "index").get("jvm").asBoolean()).isFalse();
        try (Browser browser = browser(page, false)) {
            assertThat(browser.evaluate("document.querySelectorAll('section').length")
                            .asInt())
                    .isEqualTo(functions + 1);
            assertThat(browser.evaluate("document.querySelectorAll('*').length").asInt())
                    .isLessThan(10 * functions);
            browser.evaluate("location.hash = '#f4321'");
            browser.await("document.querySelector('#f4321.open .r')");
            assertThat(browser.evaluate("document.querySelector('#f4321 .body').textContent")
                            .asText())
                    .contains("i32.const 5321");
            assertThat(browser.evaluate("document.querySelector('#f4322 .body') === null")
                            .asBoolean())
                    .isTrue();
        }
    }
}
