package org.wasmi.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmi.encoding.program.Program;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Suspension;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.Modules;
import org.wasmi.translate.TranslationOptions;

class ProfilerTest {
    private static final String MODULE = """
            (module
              (import "env" "wait" (func $wait (param i32)))
              (table funcref (elem $hot))
              (func $hot (param i32) (result i32) (local i32)
                loop $again
                  local.get 1
                  local.get 0
                  i32.xor
                  local.set 1
                  local.get 0
                  i32.const 1
                  i32.sub
                  local.tee 0
                  br_if $again
                end
                local.get 1)
              (func $middle (param i32) (result i32)
                local.get 0
                call $hot
                i32.const 7
                call $wait)
              (func $indirect (param i32) (result i32)
                local.get 0
                i32.const 0
                call_indirect (param i32) (result i32))
              (func (export "run") (param i32) (result i32)
                local.get 0
                call $middle
                local.get 0
                call $indirect
                i32.add)
              (func $recurse (export "recurse") (param i32) (result i32)
                (if (result i32) (i32.eqz (local.get 0))
                  (then (call $hot (i32.const 100000)))
                  (else (call $recurse (i32.sub (local.get 0) (i32.const 1)))))))
            """;

    private static final Program PROGRAM = metered(MODULE);

    private static Program metered(String text) {
        return Modules.fromText(text, TranslationOptions.DEFAULT.withFuel(true));
    }

    static List<String> executors() {
        return Executors.all().keySet().stream().sorted().toList();
    }

    /** Each look is a tick, so that each is a sample. */
    private static LongSupplier ticking() {
        return new AtomicLong()::incrementAndGet;
    }

    private static Store store(String executor) {
        return Engine.create(EngineConfig.DEFAULT.withExecutor(executor)).newStore();
    }

    private static Instance instance(Store store) {
        return new Linker()
                .function("env", "wait", HostFunction.of((java.util.function.IntConsumer) n -> {}))
                .instantiate(store, PROGRAM);
    }

    private static List<String> stacks(Profile profile) {
        StringBuilder text = new StringBuilder();
        try {
            profile.writeCollapsed(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString()
                .lines()
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("executors")
    void stacksAreThoseOfTheGuest(String executor) {
        Store store = store(executor);
        Instance instance = instance(store);
        Sampler sampler = new Sampler(ticking());
        store.observe(sampler);
        for (int i = 0; i < 5; i++) { // so that tiered compiles
            instance.function("run").call(Value.i32(100_000));
        }
        Profile profile = sampler.profile(Duration.ofMillis(1));
        assertThat(stacks(profile))
                .contains("func[4];middle;hot", "func[4];indirect;hot", "func[4];middle;env.wait")
                .isSubsetOf(
                        "func[4];middle;hot",
                        "func[4];indirect;hot",
                        "func[4];middle;env.wait",
                        "func[4];middle",
                        "func[4];indirect",
                        "func[4]");
        assertThat(profile.shares().get(0).node()).isEqualTo("hot");
        assertThat(profile.shares().stream().mapToLong(Profile.Share::self).sum())
                .isEqualTo(profile.samples());
    }

    @ParameterizedTest
    @MethodSource("executors")
    void stacksOfSuspendedCallsAreThoseOfTheGuest(String executor) {
        Store store = store(executor);
        Instance instance = instance(store);
        store.addFuel(0);
        Sampler sampler = new Sampler(ticking());
        store.observe(sampler);
        var outcome = instance.function("run").start(Value.i32(50_000));
        int suspended = 0;
        while (outcome instanceof Suspension suspension) {
            store.addFuel(40_000);
            suspended++;
            outcome = suspension.resume();
        }
        assertThat(suspended).isGreaterThan(3);
        assertThat(stacks(sampler.profile(Duration.ofMillis(1)))).contains("func[4];middle;hot");
    }

    @ParameterizedTest
    @MethodSource("executors")
    void deepStacksAreCut(String executor) {
        Store store = store(executor);
        Instance instance = instance(store);
        Sampler sampler = new Sampler(ticking());
        store.observe(sampler);
        instance.function("recurse").call(Value.i32(3_000));
        List<String> stacks = stacks(sampler.profile(Duration.ofMillis(1)));
        assertThat(stacks).anySatisfy(stack -> assertThat(stack.split(";"))
                .hasSize(512)
                .startsWith("recurse", "recurse")
                .endsWith("recurse", "hot"));
    }

    /** A function of many methods in compiled code, each of which is the same frame. */
    @ParameterizedTest
    @MethodSource("executors")
    void aLongFunctionIsOneFrame(String executor) {
        StringBuilder text = new StringBuilder("(module (func $hot (param i32) (loop (br_if 0 (local.tee 0 (i32.sub"
                + " (local.get 0) (i32.const 1)))))) (func $long (export \"long\") (param i32) (result i32)");
        for (int i = 0; i < 900; i++) {
            text.append("(if (i32.eq (local.get 0) (i32.const ")
                    .append(i)
                    .append(")) (then (local.set 0 (i32.mul")
                    .append(" (local.get 0) (i32.const 3)))))");
        }
        text.append("(call $hot (i32.const 100000)) (local.get 0)) (export \"hot\" (func $hot)))");
        Store store = store(executor);
        Instance instance = new Linker().instantiate(store, metered(text.toString()));
        Sampler sampler = new Sampler(ticking());
        store.observe(sampler);
        instance.function("long").call(Value.i32(1_000));
        assertThat(stacks(sampler.profile(Duration.ofMillis(1))))
                .contains("long;hot")
                .isSubsetOf("long;hot", "long");
    }

    /** The host's calls are within one another, on machines of their own. */
    @ParameterizedTest
    @MethodSource("executors")
    void aGuestThatTheHostStartsWithinAnotherHasItsOwnStack(String executor) {
        Store store = store(executor);
        List<WasmFunction> inner = new ArrayList<>();
        Instance instance = new Linker()
                .function("env", "wait", HostFunction.of((java.util.function.IntConsumer) n -> {
                    WasmFunction recurse = inner.get(0);
                    recurse.start(Value.i32(2));
                }))
                .instantiate(store, PROGRAM);
        inner.add(instance.function("recurse"));
        Sampler sampler = new Sampler(ticking());
        store.observe(sampler);
        instance.function("run").call(Value.i32(20_000));
        assertThat(stacks(sampler.profile(Duration.ofMillis(1))))
                .contains("recurse;recurse;recurse;hot", "func[4];middle;env.wait", "func[4];indirect;hot");
    }

    @Test
    void aProfilerEnds() {
        Store store = store(Executors.preferred());
        Instance instance = instance(store);
        Profiler profiler = Profiler.start(store);
        instance.function("run").call(Value.i32(1_000));
        Profile profile = profiler.stop();
        instance.function("run").call(Value.i32(3_000_000));
        assertThat(profiler.stop()).isEqualTo(profile);
    }

    @Test
    void guestsThatNeverLookAreRefused() {
        Store store = store(Executors.preferred());
        new Linker().instantiate(store, Modules.fromText("(module (func))"));
        assertThatThrownBy(() -> Profiler.start(store))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a profiler");
        assertThatThrownBy(() -> Profiler.start(store(Executors.preferred()), Duration.ofNanos(10)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesOfGuestsAreOnlyText() throws IOException {
        String name = "</script><b>;\n\"\\";
        Profile profile = new Profile(
                Duration.ofMillis(1),
                new Profile.Node(
                        Profile.Kind.FUNCTION,
                        "",
                        3,
                        List.of(new Profile.Node(Profile.Kind.FUNCTION, name.replace('\n', '?'), 3, List.of()))));
        StringBuilder page = new StringBuilder();
        profile.writeHtml("a <i>title</i>", page);
        assertThat(page.toString())
                .contains("\\u003c/script\\u003e\\u003cb\\u003e;?\\u0022\\u005c")
                .doesNotContain("<b>", "<i>title");
        assertThat(page.toString().split("</script>")).hasSize(2);
        assertThat(stacks(profile)).containsExactly("</script><b>,?\"\\");
    }

    @Test
    void namesWithControlCharactersAreMadePrintable() {
        Program program = metered("(module (func $\"a\\nb\" (export \"f\") (param i32) (loop (br_if 0 (local.tee 0"
                + " (i32.sub (local.get 0) (i32.const 1)))))))");
        Store store = store(Executors.preferred());
        Instance instance = new Linker().instantiate(store, program);
        Sampler sampler = new Sampler(ticking());
        store.observe(sampler);
        instance.function("f").call(Value.i32(100_000));
        assertThat(stacks(sampler.profile(Duration.ofMillis(1)))).containsExactly("a?b");
    }
}
