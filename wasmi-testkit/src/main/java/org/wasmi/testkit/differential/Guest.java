package org.wasmi.testkit.differential;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Global;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.testkit.arbitraries.HostModule;
import org.wasmi.testkit.arbitraries.WasmModule;
import org.wasmi.testkit.oracle.OracleValue;
import org.wasmi.testkit.oracle.Outcome;

/**
 * An instance of a generated module, called with values of the oracle. For properties that need more than {@link
 * Observation#of(Store, Program, List)}: other actions between calls, or instances that are created otherwise, from a
 * {@link org.wasmi.exec.Snapshot} for example. Confined to one thread at a time, as its store is.
 */
public final class Guest {
    private final Instance instance;

    private Guest(Instance instance) {
        this.instance = instance;
    }

    /**
     * {@return an instance of a program, linked with {@link #linker}}
     *
     * @throws TrapException if instantiation traps
     * @throws org.wasmi.encoding.error.LinkException if the program has an import that is not in {@link HostModule}
     */
    public static Guest instantiate(Store store, Program program) {
        return of(linker(store, program).instantiate(store, program));
    }

    /** {@return a guest for an existing instance} */
    public static Guest of(Instance instance) {
        return new Guest(instance);
    }

    /**
     * {@return a linker with all imports of a program: the functions and globals of {@link HostModule}, new memories,
     * and new tables of nulls}
     */
    public static Linker linker(Store store, Program program) {
        Linker linker = new Linker();
        for (HostModule.Function each : HostModule.functions()) {
            linker.function(HostModule.NAME, each.name(), each.type(), call -> {
                for (int i = 0; i < each.returned().size(); i++) {
                    call.returnValue(i, call.value(each.returned().get(i)));
                }
            });
        }
        for (HostModule.Global each : HostModule.globals()) {
            Value value = hostValue(each.value(), each.type().type());
            linker.define(HostModule.NAME, each.name(), Global.create(store, each.type(), value));
        }
        Set<List<String>> defined = new HashSet<>();
        for (Import each : program.imports()) {
            if (!defined.add(List.of(each.module(), each.name()))) {
                continue; // a module may import one thing several times
            }
            if (each.type() instanceof MemoryType type) {
                linker.define(each.module(), each.name(), Memory.create(store, type));
            } else if (each.type() instanceof TableType type) {
                linker.define(each.module(), each.name(), Table.create(store, type, Value.nullRef(type.element())));
            }
        }
        return linker;
    }

    /** {@return the instance} */
    public Instance instance() {
        return instance;
    }

    /**
     * Makes a call.
     *
     * @return the outcome; exceptions other than traps pass through
     * @throws IllegalArgumentException if there is no such export or the arguments do not fit its type
     */
    public Outcome call(WasmModule.Call call) {
        WasmFunction function = instance.function(call.export());
        List<ValType> params = function.type().params();
        if (call.arguments().size() != params.size()) {
            throw new IllegalArgumentException(call.export() + " takes " + params + ", not " + call.arguments());
        }
        Value[] arguments = new Value[params.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = value(call.arguments().get(i), params.get(i));
        }
        try {
            return new Outcome.Returned(
                    function.call(arguments).stream().map(this::value).toList());
        } catch (TrapException e) {
            return new Outcome.Trapped(e.trap());
        }
    }

    /**
     * {@return an observation of the instance now}
     *
     * @param outcomes the outcomes of the calls so far
     */
    public Observation observe(List<Outcome> outcomes) {
        List<ByteBuffer> memories = new ArrayList<>();
        List<List<OracleValue>> tables = new ArrayList<>();
        List<OracleValue> globals = new ArrayList<>();
        for (Export export : instance.program().exports()) {
            switch (export.kind()) {
                case MEMORY -> memories.add(bytes(instance.memory(export.name())));
                case TABLE -> tables.add(elements(instance.table(export.name())));
                case GLOBAL -> globals.add(value(instance.global(export.name()).get()));
                default -> {}
            }
        }
        return new Observation(outcomes, memories, tables, globals);
    }

    private static ByteBuffer bytes(Memory memory) {
        byte[] bytes = new byte[(int) memory.size()];
        memory.read(0, bytes, 0, bytes.length);
        return ByteBuffer.wrap(bytes);
    }

    private List<OracleValue> elements(Table table) {
        List<OracleValue> elements = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            elements.add(value(table.valueAt(i)));
        }
        return elements;
    }

    /**
     * {@return an executor's value for a value of the oracle}
     *
     * @param value the value; an {@link OracleValue.Function} is the function of this instance with that index
     * @param type its type, which determines the type of a null
     */
    public Value value(OracleValue value, ValType type) {
        return value instanceof OracleValue.Function function
                ? Value.funcRef((WasmFunction) StoreAccess.functionAt(instance, function.index()))
                : hostValue(value, type);
    }

    /** {@return a value that is no function of an instance} */
    private static Value hostValue(OracleValue value, ValType type) {
        if (value instanceof OracleValue.I32 number) {
            return new Value.I32(number.value());
        } else if (value instanceof OracleValue.I64 number) {
            return new Value.I64(number.value());
        } else if (value instanceof OracleValue.F32 number) {
            return new Value.F32(number.bits());
        } else if (value instanceof OracleValue.F64 number) {
            return new Value.F64(number.bits());
        } else if (value instanceof OracleValue.V128 vector) {
            return new Value.V128(vector.low(), vector.high());
        } else if (value instanceof OracleValue.Extern reference) {
            return Value.externRef(reference.object());
        }
        return Value.nullRef((RefType) type);
    }

    /**
     * {@return the oracle's value for a value of the executor}
     *
     * @throws IllegalStateException if it is a function of another instance
     */
    public OracleValue value(Value value) {
        if (value instanceof Value.I32 number) {
            return new OracleValue.I32(number.value());
        } else if (value instanceof Value.I64 number) {
            return new OracleValue.I64(number.value());
        } else if (value instanceof Value.F32 number) {
            return new OracleValue.F32(number.bits());
        } else if (value instanceof Value.F64 number) {
            return new OracleValue.F64(number.bits());
        } else if (value instanceof Value.V128 vector) {
            return new OracleValue.V128(vector.low(), vector.high());
        } else if (value instanceof Value.FuncRef reference) {
            return new OracleValue.Function(index(reference.function()));
        } else if (value instanceof Value.ExternRef reference) {
            return new OracleValue.Extern(reference.object());
        }
        return OracleValue.nullRef();
    }

    private int index(WasmFunction function) {
        for (int i = 0; i < instance.program().functionTypes().size(); i++) {
            if (StoreAccess.functionAt(instance, i).equals(function)) {
                return i;
            }
        }
        throw new IllegalStateException("the function belongs to another instance");
    }
}
