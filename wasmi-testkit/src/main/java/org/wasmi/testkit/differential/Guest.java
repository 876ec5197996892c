package org.wasmi.testkit.differential;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Global;
import org.wasmi.exec.HostCall;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Tag;
import org.wasmi.exec.TaggedException;
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
     * {@return a linker with all imports of a program: the functions, globals and tags of {@link HostModule}, new
     * memories, and new tables of nulls}
     */
    public static Linker linker(Store store, Program program) {
        Linker linker = new Linker();
        Map<String, Tag> tags = new HashMap<>();
        for (HostModule.Tag each : HostModule.tags()) {
            Tag tag = Tag.create(store, each.type());
            tags.put(each.name(), tag);
            linker.define(HostModule.NAME, each.name(), tag);
        }
        for (HostModule.Function each : HostModule.functions()) {
            linker.function(HostModule.NAME, each.name(), each.type(), call -> {
                if (each.thrown().isPresent() && (call.i32(0) & 1) != 0) {
                    throw exception(
                            Objects.requireNonNull(tags.get(each.thrown().get())), call);
                }
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

    /** {@return an exception that carries the arguments of a call} */
    private static TaggedException exception(Tag tag, HostCall call) {
        Value[] values = new Value[tag.type().type().params().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = call.value(i);
        }
        return new TaggedException(tag, values);
    }

    /** {@return the instance} */
    public Instance instance() {
        return instance;
    }

    /**
     * Makes a call.
     *
     * @return the outcome; Java exceptions pass through
     * @throws IllegalArgumentException if there is no such export or the arguments do not fit its type
     */
    public Outcome call(WasmModule.Call call) {
        return call(call, WasmFunction::call);
    }

    /**
     * Calls an exported function in a way of the caller's, for instance with suspensions.
     *
     * @param call the function and its arguments
     * @param way takes the function and the arguments, and returns the results
     * @return the outcome; Java exceptions pass through
     * @throws IllegalArgumentException if there is no such export or the arguments do not fit its type
     */
    public Outcome call(WasmModule.Call call, BiFunction<WasmFunction, Value[], List<Value>> way) {
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
            return new Outcome.Returned(values(way.apply(function, arguments)));
        } catch (TrapException e) {
            return new Outcome.Trapped(e.trap());
        } catch (TaggedException e) {
            return new Outcome.Thrown(index(e.tag()), values(e.values()));
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
        List<Value> globals = new ArrayList<>();
        for (Export export : instance.program().exports()) {
            switch (export.kind()) {
                case MEMORY -> memories.add(bytes(instance.memory(export.name())));
                case TABLE -> tables.add(elements(instance.table(export.name())));
                case GLOBAL -> globals.add(instance.global(export.name()).get());
                default -> {}
            }
        }
        return new Observation(outcomes, memories, tables, values(globals));
    }

    private static ByteBuffer bytes(Memory memory) {
        byte[] bytes = new byte[(int) memory.size()];
        memory.read(0, bytes, 0, bytes.length);
        return ByteBuffer.wrap(bytes);
    }

    private List<OracleValue> elements(Table table) {
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            elements.add(table.valueAt(i));
        }
        return values(elements);
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
        } else if (value instanceof OracleValue.I31 integer) {
            return Value.i31Ref(integer.value());
        }
        return Value.nullRef((RefType) type);
    }

    /**
     * {@return the oracle's value for a value of the executor}
     *
     * @throws IllegalStateException if it is a function of another instance
     */
    public OracleValue value(Value value) {
        return values(List.of(value)).get(0);
    }

    /**
     * {@return values of the executor for comparison, with copies of the objects that they lead to}
     *
     * @throws IllegalStateException if one is a function of another instance
     */
    public List<OracleValue> values(List<Value> values) {
        return new ValueCopier(this).copies(values);
    }

    /** {@return the index of a tag that the instance exports, or -1} */
    int index(Tag tag) {
        return instance.program().exports().stream()
                .filter(each -> each.kind() == ExternKind.TAG
                        && instance.tag(each.name()).equals(tag))
                .mapToInt(Export::index)
                .findFirst()
                .orElse(-1);
    }

    /** {@return the index of a function of the instance} */
    int index(WasmFunction function) {
        for (int i = 0; i < instance.program().functionTypes().size(); i++) {
            if (StoreAccess.functionAt(instance, i).equals(function)) {
                return i;
            }
        }
        throw new IllegalStateException("the function belongs to another instance");
    }
}
