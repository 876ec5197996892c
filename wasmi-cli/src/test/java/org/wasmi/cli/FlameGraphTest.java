package org.wasmi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.profile.Profile;

/** The page with a flame graph, in a browser. */
class FlameGraphTest {
    private static final int ROW = 20;

    /** 100 samples: main, of which 60 in score (10 in a line, 20 inlined), 30 in a host function, 10 itself. */
    private static final Profile PROFILE = new Profile(
            Duration.ofMillis(5),
            node(
                    Profile.Kind.FUNCTION,
                    "",
                    100,
                    node(
                            Profile.Kind.FUNCTION,
                            "a::main",
                            100,
                            node(
                                    Profile.Kind.FUNCTION,
                                    "<a::Word<T> as a::Score>::score",
                                    60,
                                    node(Profile.Kind.INLINED, "sum<u32>", 20),
                                    node(Profile.Kind.LINE, "word.rs:12", 10)),
                            node(Profile.Kind.HOST, "env.wait", 30))));

    @TempDir
    private Path folder;

    private static Profile.Node node(Profile.Kind kind, String name, long samples, Profile.Node... children) {
        return new Profile.Node(kind, name, samples, List.of(children));
    }

    private Browser open(boolean dark) throws Exception {
        Path page = folder.resolve("profile.html");
        try (Writer out = Files.newBufferedWriter(page)) {
            PROFILE.writeHtml("guest.wasm", out);
        }
        return open(page, dark);
    }

    private static Browser open(Path page, boolean dark) throws Exception {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "there is no chromium on the PATH");
        Browser browser = Browser.open(chromium.get(), page, dark);
        browser.await("document.readyState === 'complete' && document.title.includes('profile')");
        return browser;
    }

    /** Moves to the middle of a box, and clicks if wanted. */
    private static void point(Browser browser, String name, boolean click) {
        JsonNode at = browser.evaluate(
                "(() => { const c = canvas.getBoundingClientRect(), r = rows.find(each =>" + " each.node.name === '"
                        + name + "'); return [c.x + r.x + r.w / 2, c.y + r.y + " + ROW / 2 + "]; })()");
        browser.mouse(at.get(0).asDouble(), at.get(1).asDouble(), click);
    }

    private static String text(Browser browser, String id) {
        return browser.evaluate("document.getElementById('" + id + "').textContent")
                .asText();
    }

    private static String name(Browser browser, String variable) {
        return browser.evaluate(variable + " && " + variable + ".name").asText();
    }

    private static double width(Browser browser, String name) {
        return browser.evaluate("rows.find(each => each.node.name === '" + name + "').w / width")
                .asDouble();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void boxesAreAsWideAsTheirShare(boolean dark) throws Exception {
        try (Browser browser = open(dark)) {
            assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                            .asText())
                    .isEqualTo(dark ? "rgb(25, 24, 23)" : "rgb(251, 250, 248)");
            assertThat(text(browser, "summary"))
                    .isEqualTo("500 ms in guests and in what they called; 100 samples, one each 5 ms");
            assertThat(width(browser, "a::main")).isEqualTo(1);
            assertThat(width(browser, "env.wait")).isCloseTo(0.3, within(1e-6));
            assertThat(width(browser, "sum<u32>")).isCloseTo(0.2, within(1e-6));
            // What is not in others is the function's own; lines are parts of that.
            assertThat(browser.evaluate("nodes.map(n => n.own).join()").asText())
                    .isEqualTo("0,10,40,20,10,30");
            assertThat(browser.evaluate("[...document.querySelectorAll('#tables table')].map(t =>"
                                    + " [...t.rows].slice(1).map(r => [...r.cells].map(c => c.textContent).filter(c => c)"
                                    + ".join(' ')).join('; ')).join(' | ')")
                            .asText())
                    .isEqualTo(
                            "<a::Word<T> as a::Score>::score 200 ms 40.0 % 300 ms; env.wait 150 ms 30.0 % 150 ms; "
                                    + "sum<u32> 100 ms 20.0 % 100 ms; a::main 50.0 ms 10.0 % 500 ms | word.rs:12 50.0 ms 10.0 %");
            assertThat(text(browser, "legend")).isEqualTo("functioninlinedhost functionline of source");
        }
    }

    @Test
    void pointingTellsAndClickingZooms() throws Exception {
        try (Browser browser = open(false)) {
            point(browser, "env.wait", false);
            assertThat(text(browser, "detail"))
                    .isEqualTo("env.wait (host function): 150 ms, 30.0 %, 150 ms of it itself");
            point(browser, "<a::Word<T> as a::Score>::score", true);
            assertThat(name(browser, "zoom")).isEqualTo("<a::Word<T> as a::Score>::score");
            assertThat(width(browser, "<a::Word<T> as a::Score>::score")).isEqualTo(1);
            assertThat(width(browser, "a::main")).isEqualTo(1);
            assertThat(browser.evaluate("rows.some(each => each.node.name === 'env.wait')")
                            .asBoolean())
                    .isFalse();
            assertThat(browser.evaluate("document.getElementById('reset').disabled")
                            .asBoolean())
                    .isFalse();
            browser.mouse("#reset", true);
            assertThat(name(browser, "zoom")).isEqualTo("all");
            assertThat(browser.evaluate("document.getElementById('reset').disabled")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void functionsAreSearched() throws Exception {
        try (Browser browser = open(true)) {
            browser.key("/");
            browser.await("document.activeElement.id === 'search'");
            for (String letter : List.of("S", "c", "o", "r", "e")) {
                browser.key(letter);
            }
            browser.await("document.getElementById('matched').textContent === '60.0 % of the time'");
            browser.key("Escape");
            browser.await("document.getElementById('matched').textContent === ''");
            assertThat(browser.evaluate("document.getElementById('search').value")
                            .asText())
                    .isEmpty();
            browser.evaluate(
                    "[...document.querySelectorAll('td button')].find(b => b.textContent === 'a::main').click()");
            assertThat(text(browser, "matched")).isEqualTo("100.0 % of the time");
        }
    }

    @Test
    void keysMoveFromBoxToBox() throws Exception {
        try (Browser browser = open(false)) {
            browser.evaluate("canvas.focus()");
            browser.key("ArrowDown");
            assertThat(name(browser, "chosen")).isEqualTo("a::main");
            browser.key("ArrowDown");
            assertThat(name(browser, "chosen")).isEqualTo("<a::Word<T> as a::Score>::score");
            browser.key("ArrowRight");
            assertThat(name(browser, "chosen")).isEqualTo("env.wait");
            browser.key("ArrowRight");
            assertThat(name(browser, "chosen")).as("the last one").isEqualTo("env.wait");
            browser.key("Enter");
            assertThat(name(browser, "zoom")).isEqualTo("env.wait");
            browser.key("ArrowLeft"); // which is not shown: zooms out as far as that needs
            assertThat(name(browser, "chosen")).isEqualTo("<a::Word<T> as a::Score>::score");
            assertThat(name(browser, "zoom")).isEqualTo("a::main");
            browser.key("ArrowUp");
            assertThat(name(browser, "chosen")).isEqualTo("a::main");
            browser.key("Escape");
            assertThat(name(browser, "zoom")).isEqualTo("all");
        }
    }

    @Test
    void narrowBoxesHaveTheEndsOfPaths() throws Exception {
        try (Browser browser = open(false)) {
            String score = "fit(nodes.find(n => n.name.endsWith('score')), ";
            assertThat(browser.evaluate(score + "1000)").asText()).isEqualTo("<a::Word<T> as a::Score>::score");
            assertThat(browser.evaluate(score + "60)").asText()).isEqualTo("score");
            assertThat(browser.evaluate(score + "25)").asText()).matches("sc?o?r?\\u2026");
            assertThat(browser.evaluate(score + "3)").asText()).isEmpty();
            assertThat(browser.evaluate("last({kind: 0, name: 'runtime.__pageAlloc_.alloc'})")
                            .asText())
                    .isEqualTo("alloc");
            assertThat(browser.evaluate("last({kind: 1, name: 'call<fn() -> a::B>'})")
                            .asText())
                    .isEqualTo("call<fn() -> a::B>");
        }
    }

    /** A guest's own profile: no box is wider than those it is in, and all time is somebody's. */
    @Test
    void sumsOfARunAgree() throws Exception {
        Path page = folder.resolve("queens.html");
        Cli cli = Cli.run("run", "--profile", page, "--invoke", "queens", Cli.root("examples/queens.wasm"), "--", "9");
        assertThat(cli.code()).as(cli.err()).isZero();
        try (Browser browser = open(page, false)) {
            assertThat(browser.evaluate("nodes.every(n => n.children.reduce((s, c) => s + c.samples, 0) <= n.samples)")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("nodes.filter(n => n.kind !== 3).reduce((s, n) => s + n.own, 0) === all")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.evaluate("rows.every(r => r.x >= 0 && r.x + r.w <= width + 0.01)")
                            .asBoolean())
                    .isTrue();
        }
    }
}
