package org.wasmi.testkit.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.testkit.arbitraries.HostModule;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.OracleValue.Copy.Kind;
import org.wasmi.testkit.oracle.Outcome;
import org.wasmi.text.Wat;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

class ObservationTest {
    private final Engine engine = Engine.create();

    private static WasmModule.Call call(String export, OracleValue... arguments) {
        return new WasmModule.Call(export, List.of(arguments));
    }

    private static OracleValue i32(int value) {
        return new OracleValue.I32(value);
    }

    private static Outcome returned(OracleValue... results) {
        return new Outcome.Returned(List.of(results));
    }

    /** Of each kind one that is exported and one that is not. */
    private static byte[] module() {
        return new ModuleBuilder()
                .importFunction(HostModule.NAME, "second", "i32 i64 -> i64")
                .memory(Limits.between(1, 1))
                .memory("memory", Limits.between(0, 1))
                .table(new TableType(RefType.FUNCREF, Limits.between(1, 1)))
                .table("table", new TableType(RefType.FUNCREF, Limits.between(2, 2)))
                .elements(1, code -> code.i32Const(1), 1)
                .function("same", "funcref -> funcref", code -> code.localGet(0))
                .function("div", "i32 i32 -> i32", code -> code.localsGet(0, 1).op("i32.div_s"))
                .function("host", "-> i64", code -> code.i32Const(1).i64Const(2).call(0))
                .build();
    }

    @Test
    void aRunIsSeenAsTheOracleSeesIt() {
        List<WasmModule.Call> calls = List.of(
                call("same", new OracleValue.Function(1)),
                call("same", OracleValue.nullRef()),
                call("div", i32(7), i32(2)),
                call("div", i32(7), i32(0)),
                call("host"));
        Observation seen = Observation.of(engine, Translator.translate(module()), calls);
        assertThat(seen.outcomes())
                .containsExactly(
                        returned(new OracleValue.Function(1)),
                        returned(OracleValue.nullRef()),
                        returned(i32(3)),
                        new Outcome.Trapped(Trap.INTEGER_DIVIDE_BY_ZERO),
                        returned(new OracleValue.I64(2)));
        assertThat(seen.memories()).containsExactly(ByteBuffer.allocate(0));
        assertThat(seen.tables()).containsExactly(List.of(OracleValue.nullRef(), new OracleValue.Function(1)));
        assertThat(seen).isEqualTo(Observation.ofOracle(module(), calls));
        assertThat(seen.isOutOfFuel()).isFalse();
    }

    @Test
    void aTrapOfTheStartIsAllThatIsSeen() {
        byte[] wasm = new ModuleBuilder()
                .memory("memory", Limits.between(1, 1))
                .function("start", "->", code -> code.op("unreachable"))
                .start(0)
                .build();
        Observation seen = Observation.of(engine, Translator.translate(wasm), List.of(call("start")));
        assertThat(seen.outcomes()).containsExactly(new Outcome.Trapped(Trap.UNREACHABLE));
        assertThat(seen.memories()).isEmpty();
        assertThat(seen).isEqualTo(Observation.ofOracle(wasm, List.of(call("start"))));
    }

    @Test
    void aStoreMayHaveLittleFuel() {
        byte[] wasm = new ModuleBuilder()
                .function("run", "->", code -> code.loop().br(0).end())
                .build();
        Program metered = Translator.translate(wasm, TranslationOptions.DEFAULT.withFuel(true));
        try (Store store = engine.newStore()) {
            store.addFuel(1_000);
            assertThat(Observation.of(store, metered, List.of(call("run"))).isOutOfFuel())
                    .isTrue();
        }
    }

    private static Observation observation(UnaryOperator<Observation> change) {
        return change.apply(new Observation(
                List.of(returned(i32(1))),
                List.of(ByteBuffer.wrap(new byte[] {1, 2})),
                List.of(List.of(OracleValue.nullRef())),
                List.of(new OracleValue.F32(0x7FC0_0000))));
    }

    private static void assertDifference(UnaryOperator<Observation> change, String difference) {
        Observation one = observation(each -> each);
        assertThat(one.difference(observation(change))).hasValue(difference);
    }

    @Test
    void theFirstDifferenceIsTold() {
        Observation one = observation(each -> each);
        OracleValue otherNaN = new OracleValue.F32(0xFFC0_0001);
        assertThat(one.difference(one)).isEmpty();
        assertThat(one.difference(new Observation(one.outcomes(), one.memories(), one.tables(), List.of(otherNaN))))
                .isEmpty();
        assertDifference(
                each -> new Observation(
                        List.of(new Outcome.Trapped(Trap.UNREACHABLE)), each.memories(), each.tables(), each.globals()),
                "call 0 ends with Trapped[trap=UNREACHABLE], not Returned[results=[I32[value=1]]]");
        assertDifference(
                each -> new Observation(List.of(), each.memories(), each.tables(), each.globals()),
                "outcomes are [], not [Returned[results=[I32[value=1]]]]");
        assertDifference(
                each -> new Observation(each.outcomes(), List.of(), each.tables(), each.globals()),
                "0 memories are exported, not 1");
        assertDifference(
                each -> new Observation(
                        each.outcomes(), List.of(ByteBuffer.wrap(new byte[] {1, 3})), each.tables(), each.globals()),
                "memory 0 differs: at address 1 is 3, not 2");
        assertDifference(
                each -> new Observation(each.outcomes(), each.memories(), List.of(List.of(i32(0))), each.globals()),
                "tables are [[I32[value=0]]], not [[Null[]]]");
        assertDifference(
                each -> new Observation(each.outcomes(), each.memories(), each.tables(), List.of(i32(2))),
                "globals are [I32[value=2]], not [f32 NaN 0x7fc00000]");
    }

    @Test
    void aGuestTakesAndReturnsValues() {
        try (Store store = engine.newStore()) {
            Guest guest = Guest.instantiate(store, Translator.translate(module()));
            for (OracleValue each : List.of(
                    i32(-1),
                    new OracleValue.I64(Long.MIN_VALUE),
                    new OracleValue.F32(0x7FA0_0001),
                    new OracleValue.F64(0x7FF4_0000_0000_0001L))) {
                assertThat(guest.value(guest.value(each, NumType.I32))).isEqualTo(each);
            }
            assertThat(guest.value(OracleValue.nullRef(), RefType.EXTERNREF))
                    .isEqualTo(Value.nullRef(RefType.EXTERNREF));
            Value.FuncRef function = (Value.FuncRef) guest.value(new OracleValue.Function(2), RefType.FUNCREF);
            assertThat(guest.value(function)).isEqualTo(new OracleValue.Function(2));
            Guest other = Guest.instantiate(store, Translator.translate(module()));
            assertThatThrownBy(() -> other.value(function)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> guest.call(call("div", i32(1)))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> guest.call(call("none"))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static final String OBJECTS = """
            (module
              (type $pair (struct (field (mut i8)) (field (mut (ref null $pair)))))
              (type $floats (array (mut f32)))
              (tag $pairs (export "pairs") (param (ref null $pair)))
              (global (export "kept") (mut (ref null $pair)) (ref.null $pair))
              (func (export "twice") (result anyref anyref) (local $one (ref null $pair))
                (local.set $one (struct.new $pair (i32.const -1) (ref.null $pair)))
                (local.get $one) (local.get $one))
              (func (export "two") (result anyref anyref)
                (struct.new $pair (i32.const -1) (ref.null $pair)) (struct.new $pair (i32.const -1) (ref.null $pair)))
              (func (export "cycle") (result externref) (local $one (ref null $pair))
                (local.set $one (struct.new $pair (i32.const 1) (ref.null $pair)))
                (struct.set $pair 1 (local.get $one) (local.get $one))
                (global.set 0 (local.get $one))
                (extern.convert_any (local.get $one)))
              (func (export "floats") (result (ref $floats) i31ref)
                (array.new_fixed $floats 2 (f32.const nan) (f32.const 1)) (ref.i31 (i32.const -1)))
              (func (export "throw") (throw $pairs (struct.new_default $pair)))
              (func (export "caught") (result exnref)
                (block (result exnref)
                  (try_table (catch_all_ref 0) (throw $pairs (ref.null $pair)))
                  (unreachable))))
            """;

    @Test
    void objectsAreSeenWithAllThatTheyLeadTo() {
        byte[] wasm = Wat.parse(OBJECTS);
        List<WasmModule.Call> calls =
                List.of(call("twice"), call("two"), call("cycle"), call("floats"), call("throw"), call("caught"));
        Observation seen = Observation.of(engine, Translator.translate(wasm), calls);
        OracleValue pair = copy(Kind.STRUCT, -1, i32(255), OracleValue.nullRef());
        OracleValue cycle = copy(Kind.STRUCT, -1, i32(1), new OracleValue.Again(0));
        assertThat(seen.outcomes())
                .containsExactly(
                        returned(pair, new OracleValue.Again(0)),
                        returned(pair, pair),
                        returned(cycle),
                        returned(
                                copy(
                                        Kind.ARRAY,
                                        -1,
                                        new OracleValue.F32(0x7FC0_0000),
                                        new OracleValue.F32(0x3F80_0000)),
                                new OracleValue.I31(0x7FFF_FFFF)),
                        new Outcome.Thrown(0, List.of(copy(Kind.STRUCT, -1, i32(0), OracleValue.nullRef()))),
                        returned(copy(Kind.EXCEPTION, 0, OracleValue.nullRef())));
        assertThat(seen.globals()).containsExactly(cycle);
        assertThat(seen).isEqualTo(Observation.ofOracle(wasm, calls));
    }

    private static OracleValue copy(Kind kind, int tag, OracleValue... values) {
        return new OracleValue.Copy(kind, tag, List.of(values));
    }

    @Test
    void whatObjectsHoldMakesADifference() {
        OracleValue one = copy(Kind.ARRAY, -1, new OracleValue.F32(0x7FC0_0000), i32(1));
        OracleValue otherNaN = copy(Kind.ARRAY, -1, new OracleValue.F32(0xFFC0_0001), i32(1));
        assertThat(seeing(one, one).difference(seeing(otherNaN, one))).isEmpty();
        assertThat(seeing(one, one).difference(seeing(one, new OracleValue.Again(0))))
                .isPresent();
        assertThat(seeing(one, one).difference(seeing(one, copy(Kind.STRUCT, -1, i32(1)))))
                .isPresent();
        assertThat(new Observation(List.of(new Outcome.Thrown(1, List.of(one))), List.of(), List.of(), List.of())
                        .difference(new Observation(
                                List.of(new Outcome.Thrown(0, List.of(one))), List.of(), List.of(), List.of())))
                .isPresent();
    }

    private static Observation seeing(OracleValue... results) {
        return new Observation(List.of(returned(results)), List.of(), List.of(List.of(results)), List.of(results));
    }
}
