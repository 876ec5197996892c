package org.wasmi.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Global;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.StoreLimit;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Translator;

/**
 * A module of which some bytes were changed at random is refused with a typed error, or means the same to every
 * executor.
 */
class MutatedModuleProperties {
    private static final byte[] MODULE = module();

    private static final TranslationOptions OPTIONS = TranslationOptions.DEFAULT.withFuel(true);

    private static final EngineConfig CONFIG = EngineConfig.DEFAULT
            .withLimit(StoreLimit.MEMORY_BYTES, 20 << 16)
            .withLimit(StoreLimit.TABLE_ELEMENTS, 1_000)
            .withLimit(StoreLimit.CALL_DEPTH, 200);

    private static final long FUEL_PER_CALL = 2_000;

    /** A changed byte. */
    record Change(int at, byte value) {}

    /** {@return a module with every numeric operator, and some code of each other family} */
    private static byte[] module() {
        ModuleBuilder module = new ModuleBuilder()
                .importFunction("host", "f", "i32 -> i32")
                .memory("memory", Limits.between(1, 4))
                .memory(Limits.atLeast(1))
                .table("table", new TableType(RefType.FUNCREF, Limits.between(4, 8)))
                .global("i64", new GlobalType(NumType.I64, true), code -> code.i64Const(3))
                .global("f64", new GlobalType(NumType.F64, true), code -> code.f64Const(0.5))
                .elements(0, code -> code.i32Const(0), 1, 2, 3)
                .data(0, code -> code.i32Const(8), new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
                .passiveData(new byte[] {9, 8, 7})
                .function("sum", "i32 i32 -> i32", code -> code.locals(NumType.I32)
                        .loop()
                        .localsGet(0, 2)
                        .op("i32.add")
                        .localSet(2)
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localTee(0)
                        .i32Const(0)
                        .op("i32.gt_s")
                        .brIf(0)
                        .end()
                        .localsGet(2, 1)
                        .op("i32.xor"))
                .function("choose", "i32 i32 -> i32", code -> code.block("-> i32")
                        .block("-> i32")
                        .localsGet(0, 1)
                        .brTable(List.of(0, 1, 0), 1)
                        .end()
                        .i32Const(10)
                        .op("i32.add")
                        .end()
                        .localsGet(0, 1)
                        .op("i32.lt_u")
                        .ifThen("i32 -> i32")
                        .i32Const(3)
                        .op("i32.mul")
                        .end())
                .function("recurse", "i32 i32 -> i32", code -> code.localGet(0)
                        .op("i32.eqz")
                        .ifThen()
                        .localGet(1)
                        .op("return")
                        .end()
                        .localGet(0)
                        .i32Const(1)
                        .op("i32.sub")
                        .localsGet(1, 0)
                        .i32Const(3)
                        .op("i32.rem_u")
                        .callIndirect(0, "i32 i32 -> i32")
                        .call(0))
                .function("bytes", "i32 i64 -> i64", code -> code.localsGet(0, 1)
                        .op("i64.store", 16)
                        .localGet(0)
                        .op("i64.load16_s", 17)
                        .localGet(0)
                        .localGet(0)
                        .op("i32.load8_u", 1, 0, 1)
                        .op("i32.store16", 3)
                        .globalGet(0)
                        .op("i64.add")
                        .globalSet(0)
                        .i32Const(1)
                        .op("memory.grow")
                        .op("i64.extend_i32_s")
                        .localGet(0)
                        .i32Const(0)
                        .i32Const(2)
                        .op("memory.init", 1, 0)
                        .localGet(0)
                        .i32Const(7)
                        .i32Const(5)
                        .op("memory.copy"))
                .function("floats", "f64 f64 -> f64 f32", code -> code.localsGet(0, 1)
                        .op("f64.lt")
                        .ifThen("-> f64")
                        .localsGet(0, 1)
                        .op("f64.max")
                        .orElse()
                        .globalGet(1)
                        .localGet(1)
                        .ops("f64.sqrt", "f64.mul")
                        .end()
                        .localsGet(0, 1)
                        .localsGet(0, 1)
                        .ops("f64.eq", "i32.eqz", "select", "f32.demote_f64"))
                .function("references", "externref i32 -> externref funcref", code -> code.locals(RefType.EXTERNREF)
                        .localGet(2)
                        .localGet(0)
                        .localGet(1)
                        .select(RefType.EXTERNREF)
                        .localGet(1)
                        .op("table.get"));
        NumericOperator.all()
                .forEach(operator -> module.function(operator.name(), operator.signature(), code -> {
                    for (int i = 0; i < operator.params().size(); i++) {
                        code.localGet(i);
                    }
                    code.op(operator.name());
                }));
        return module.build();
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Integer> places =
                Arbitraries.integers().between(8, MODULE.length - 1).withDistribution(RandomDistribution.uniform());
        Arbitrary<Byte> values = Arbitraries.oneOf(
                Arbitraries.bytes(),
                Arbitraries.of(0x00, 0x01, 0x0B, 0x20, 0x40, 0x41, 0x45, 0x7C, 0x7F)
                        .map(Integer::byteValue));
        return Combinators.combine(places, values)
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    @Example
    void theModuleRunsBeforeItIsMutated() {
        assertThat(outcome(MODULE, Executors.SWITCH)).first().isEqualTo("instantiated");
    }

    @Property(tries = 300)
    @StatisticsReport(StatisticsReportMode.OFF)
    void everyExecutorAgreesOnMutatedModules(@ForAll("changes") List<Change> changes) {
        byte[] wasm = MODULE.clone();
        changes.forEach(change -> wasm[change.at()] = change.value());
        List<String> expected = outcome(wasm, Executors.SWITCH);
        Statistics.collect(expected.size() > 1 ? "ran" : "refused");
        for (String executor : Executors.all().keySet()) {
            assertThat(outcome(wasm, executor)).as(executor).isEqualTo(expected);
        }
        Statistics.coverage(coverage -> {
            coverage.check("ran").percentage(percentage -> percentage > 5);
            coverage.check("refused").percentage(percentage -> percentage > 5);
        });
    }

    /** {@return what comes of a module: an error, or what each exported function does and leaves} */
    private static List<String> outcome(byte[] wasm, String executor) {
        List<String> events = new ArrayList<>();
        try (Store store = Engine.create(CONFIG.withExecutor(executor)).newStore()) {
            store.addFuel(FUEL_PER_CALL);
            Program program = Translator.translate(wasm, OPTIONS);
            Linker linker = new Linker()
                    .function(
                            "host",
                            "f",
                            ModuleBuilder.signature("i32 -> i32"),
                            call -> call.returnI32(call.i32(0) + 1));
            Instance instance = linker.instantiate(store, program);
            events.add("instantiated");
            for (String export : instance.exportNames()) {
                events.add(export + ": " + use(store, instance.export(export).orElseThrow()));
            }
        } catch (WasmException e) {
            events.add(describe(e));
        }
        return events;
    }

    private static Object use(Store store, Object extern) {
        if (extern instanceof WasmFunction function) {
            store.addFuel(FUEL_PER_CALL - store.fuel().orElseThrow());
            Value[] arguments = arguments(function.type());
            try {
                List<Value> results = function.call(arguments);
                return results.stream().map(MutatedModuleProperties::comparable).toList();
            } catch (TrapException | ResourceException e) {
                return describe(e);
            }
        } else if (extern instanceof Memory memory) {
            byte[] bytes = new byte[(int) memory.size()];
            memory.read(0, bytes, 0, bytes.length);
            return Arrays.hashCode(bytes);
        } else if (extern instanceof Global global) {
            return comparable(global.get());
        }
        return extern.getClass();
    }

    private static Value[] arguments(FuncType type) {
        Value[] arguments = new Value[type.params().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = type.params().get(i) instanceof NumType number
                    ? Guest.valueOf(EdgeValues.of(number).get(i + 1))
                    : Value.zero(type.params().get(i));
        }
        return arguments;
    }

    /** {@return the value as text: of NaNs and functions not which, since that differs from run to run} */
    private static String comparable(Value value) {
        if ((value instanceof Value.F32 f32 && Float.isNaN(f32.value()))
                || (value instanceof Value.F64 f64 && Double.isNaN(f64.value()))) {
            return "NaN";
        } else if (value instanceof Value.FuncRef reference) {
            return "function of type " + reference.function().type();
        }
        return value.toString();
    }

    private static String describe(WasmException e) {
        return e instanceof TrapException trap
                ? trap.getMessage() + " " + trap.frames()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
