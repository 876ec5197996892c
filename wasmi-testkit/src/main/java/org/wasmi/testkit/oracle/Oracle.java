package org.wasmi.testkit.oracle;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.error.Trap;
import org.wasmi.encoding.error.TrapException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.type.ExternKind;

/**
 * An instance of a module, interpreted by a naive stack machine. Supports Wasm 3.0 except for initializers of tables,
 * and atomic operators, custom page sizes and wide arithmetic. Modules must be valid, since nothing is validated.
 * Memories do not grow beyond 256 pages, nor tables beyond 100,000 elements. Returns structures, arrays and exceptions
 * as {@link OracleValue.Copy}. Not thread-safe.
 */
public final class Oracle {

    /** The maximum depth of calls, for which the Java stack suffices. */
    static final int MAX_DEPTH = 500;

    final OracleModule module;
    final OracleHost host;
    final List<OracleMemory> memories = new ArrayList<>();
    final List<OracleTable> tables = new ArrayList<>();
    final List<OracleValue> globals = new ArrayList<>();
    final List<List<OracleValue>> elements = new ArrayList<>();
    final List<byte[]> data = new ArrayList<>();

    private long fuel;

    private Oracle(byte[] wasm, OracleHost host, long fuel) {
        module = new OracleModule(wasm);
        this.host = host;
        this.fuel = fuel;
        module.memories.forEach(size -> memories.add(new OracleMemory(size)));
        module.tables.forEach(size -> tables.add(new OracleTable(size)));
        module.globals.forEach(global -> globals.add(value(global)));
        module.elements.forEach(segment ->
                elements.add(segment.items().stream().map(this::constant).toList()));
        module.data.forEach(segment -> data.add(bytes(segment)));
    }

    private OracleValue value(OracleModule.Global global) {
        return global.importedAs().map(host::global).orElseGet(() -> constant(global.init()));
    }

    /** The host of modules without imports. */
    private static final OracleHost NO_HOST = new OracleHost() {
        @Override
        public List<OracleValue> call(String name, List<OracleValue> arguments) {
            throw new IllegalArgumentException("nobody provides the function " + name);
        }

        @Override
        public OracleValue global(String name) {
            throw new IllegalArgumentException("nobody provides the global " + name);
        }
    };

    /**
     * {@return an instance of a module without imports of functions or globals}
     *
     * @param wasm the binary of a valid module
     * @param fuel the number of operators that the start function and all calls together may execute
     * @throws IllegalArgumentException if the module has something that the oracle does not support
     * @throws TrapException if instantiation traps
     * @throws OracleException if the start function throws an exception
     */
    public static Oracle instantiate(byte[] wasm, long fuel) {
        return instantiate(wasm, NO_HOST, fuel);
    }

    /**
     * {@return an instance of a module}
     *
     * @param wasm the binary of a valid module
     * @param host what it may import
     * @param fuel the number of operators that the start function and all calls together may execute
     * @throws IllegalArgumentException if the module has something that the oracle or the host does not support
     * @throws TrapException if instantiation traps
     * @throws OracleException if the start function throws an exception
     */
    public static Oracle instantiate(byte[] wasm, OracleHost host, long fuel) {
        Oracle oracle = new Oracle(wasm, host, fuel);
        try {
            oracle.copyActiveSegments();
            if (oracle.module.start >= 0) {
                new Interpreter(oracle).call(oracle.module.start, List.of());
            }
        } catch (OracleTrap trap) {
            throw new TrapException(trap.trap());
        }
        return oracle;
    }

    private OracleValue constant(List<Instruction> expression) {
        return new Interpreter(this).constant(expression);
    }

    private byte[] bytes(OracleModule.Segment segment) {
        byte[] bytes = new byte[segment.items().size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) constant(segment.items().get(i)).i32();
        }
        return bytes;
    }

    private void copyActiveSegments() {
        for (int i = 0; i < elements.size(); i++) {
            OracleModule.Segment segment = module.elements.get(i);
            if (segment.target() >= 0) {
                long offset = constant(segment.offset()).unsigned();
                initTable(segment.target(), i, offset, 0, elements.get(i).size());
            }
            if (segment.target() != -1) {
                elements.set(i, List.of());
            }
        }
        for (int i = 0; i < data.size(); i++) {
            OracleModule.Segment segment = module.data.get(i);
            if (segment.target() >= 0) {
                long offset = constant(segment.offset()).unsigned();
                initMemory(segment.target(), i, offset, 0, data.get(i).length);
                data.set(i, new byte[0]);
            }
        }
    }

    void initTable(int table, int segment, long to, long from, long length) {
        List<OracleValue> target = tables.get(table).elements;
        OracleTable.check(from, length, elements.get(segment).size());
        OracleTable.check(to, length, target.size());
        for (int i = 0; i < length; i++) {
            target.set((int) to + i, elements.get(segment).get((int) from + i));
        }
    }

    void initMemory(int memory, int segment, long to, long from, long length) {
        byte[] target = memories.get(memory).bytes;
        OracleMemory.check(from, length, data.get(segment).length);
        OracleMemory.check(to, length, target.length);
        for (int i = 0; i < length; i++) {
            target[(int) to + i] = data.get(segment)[(int) from + i];
        }
    }

    /** Pays for one operator. */
    void consumeFuel() {
        if (fuel == 0) {
            throw new OracleTrap(Trap.OUT_OF_FUEL);
        }
        fuel--;
    }

    /**
     * {@return the outcome of a call of an exported function}
     *
     * @param export the name of the function
     * @param arguments the arguments, which must fit its type
     * @throws IllegalArgumentException if there is no such function
     */
    public Outcome call(String export, List<OracleValue> arguments) {
        int index = module.exports.stream()
                .filter(each -> each.kind() == ExternKind.FUNC && each.name().equals(export))
                .mapToInt(Export::index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no function is exported as '" + export + "'"));
        try {
            return new Outcome.Returned(copies(new Interpreter(this).call(index, arguments)));
        } catch (OracleTrap trap) {
            return new Outcome.Trapped(trap.trap());
        } catch (OracleException thrown) {
            return outcome(thrown);
        }
    }

    /** {@return the outcome of a call that an exception leaves} */
    private Outcome outcome(OracleException thrown) {
        return new Outcome.Thrown(module.visible(thrown.tag()), copies(thrown.exception().values));
    }

    private List<OracleValue> copies(List<OracleValue> values) {
        return new Copier(module).copies(values);
    }

    /** {@return the indices of the exports of a kind, in the order of the exports} */
    public List<Integer> exported(ExternKind kind) {
        return module.exports.stream()
                .filter(each -> each.kind() == kind)
                .map(Export::index)
                .toList();
    }

    /** {@return a copy of a memory's bytes, by its index} */
    public byte[] memory(int index) {
        return memories.get(index).bytes.clone();
    }

    /** {@return a copy of a table's elements, by its index} */
    public List<OracleValue> table(int index) {
        return copies(tables.get(index).elements);
    }

    /** {@return a copy of the values of all globals} */
    public List<OracleValue> globals() {
        return copies(globals);
    }
}
