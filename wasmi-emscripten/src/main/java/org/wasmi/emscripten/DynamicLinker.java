package org.wasmi.emscripten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmi.emscripten.internal.Dylink;
import org.wasmi.encoding.error.LinkException;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.exec.BoundHostFunction;
import org.wasmi.exec.Extern;
import org.wasmi.exec.Global;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Tag;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;

/**
 * Dynamic linking: a main module and side modules (shared libraries) in one memory and one table. A module gets a range
 * of both, and the addresses of what others define from its {@code GOT}: a mutable global for each symbol, which is
 * set once the symbol is known.
 */
final class DynamicLinker {
    private static final GlobalType CONSTANT = new GlobalType(NumType.I32, false);
    private static final GlobalType VARIABLE = new GlobalType(NumType.I32, true);
    private static final int MAIN_BASE = 1024;
    private static final int STACK_ALIGN = 16;
    private static final long PAGE = MemoryType.PAGE_SIZE;
    private static final int STACK_BYTES = 1 << 20;

    /** Globals that modules export for themselves. */
    private static final Set<String> INTERNAL = Set.of(
            "__dso_handle",
            "__tls_size",
            "__tls_align",
            "__start_em_asm",
            "__stop_em_asm",
            "__start_em_js",
            "__stop_em_js");

    private final Map<String, Program> libraries;
    /** The libraries that are loaded, or are being loaded. */
    private final Set<String> loaded = new HashSet<>();

    private final Map<String, Loaded> byName = new HashMap<>();
    private final Guest guest;
    private final Library library;
    private final Store store;
    /** The address of a datum or the pointer to a function, by symbol. */
    private final Map<String, Global> addresses = new HashMap<>();
    /** The symbols with a global that some module needs and none has defined yet. */
    private final Set<String> open = new LinkedHashSet<>();
    /** The addresses of the data that modules export. */
    private final Map<String, Integer> data = new HashMap<>();
    /** The functions that have pointers. */
    private final IdentityHashMap<WasmFunction, Integer> pointers = new IdentityHashMap<>();

    private final Map<String, Tag> tags = new HashMap<>();
    /** The side modules that were loaded before the main module's constructors ran. */
    private final List<Side> waiting = new ArrayList<>();

    private int scanned;
    private @Nullable Global stackPointer;
    private int memoryBase;
    private int tableBase;
    private boolean running;

    /** A library, and where its data begin. */
    private record Loaded(Instance instance, int memoryBase) {}

    /** A side module. */
    private record Side(Program program, Dylink needs, Instance instance) {}

    DynamicLinker(Guest guest, Library library, Map<String, Program> libraries) {
        this.libraries = libraries;
        this.guest = guest;
        this.library = library;
        this.store = guest.store();
        new LoadingFunctions(guest, this).define(library);
    }

    /**
     * Instantiates the main module, and links its addresses; constructors have not run.
     *
     * @param needs what it needs, from its section
     */
    Instance main(Program program, Dylink needs) {
        long stackLow = align(MAIN_BASE + (long) needs.memoryBytes(), STACK_ALIGN);
        long stackHigh = align(stackLow + guest.glue().stackBytes(stackLow).orElse(STACK_BYTES), STACK_ALIGN);
        if (stackHigh > Integer.MAX_VALUE) {
            throw new LinkException("the main module's data do not fit into the memory");
        }
        memoryBase = MAIN_BASE;
        tableBase = 1;
        address("__stack_low").set(Value.i32((int) stackLow));
        address("__stack_high").set(Value.i32((int) stackHigh));
        address("__heap_base").set(Value.i32((int) stackHigh));
        stackPointer = Global.create(store, VARIABLE, Value.i32((int) stackHigh));
        Linker linker = new Linker();
        for (Import each : program.imports()) {
            defineMain(linker, each, stackHigh, needs.tableElements());
        }
        Instance instance = linker.instantiate(store, program);
        guest.instance(instance);
        link(program, instance);
        for (String name : needs.needed()) {
            load(name);
        }
        requireSymbols(program, needs.weak());
        waiting.forEach(each -> requireSymbols(each.program(), each.needs().weak()));
        return instance;
    }

    /** Loads a library that a module needs, unless that has been done. */
    void load(String name) {
        if (loaded.add(name)) {
            Program program = libraries.get(name);
            boolean done = false;
            try {
                if (program == null) {
                    throw new LinkException("a module needs the library '" + name + "', which is not given");
                }
                byName.put(name, loadAt(program));
                done = true;
            } finally {
                if (!done) {
                    loaded.remove(name);
                }
            }
        }
    }

    /** {@return the address of a datum or the pointer to a function that a loaded library exports} */
    OptionalInt symbol(String library, String symbol) {
        Loaded found = byName.get(library);
        return found == null
                ? OptionalInt.empty()
                : found.instance()
                        .export(symbol)
                        .map(each -> address(each, found.memoryBase()))
                        .orElse(OptionalInt.empty());
    }

    /** {@return the address of a datum or the pointer to a function that any module exports} */
    OptionalInt symbol(String symbol) {
        Integer address = data.get(symbol);
        if (address != null) {
            return OptionalInt.of(address);
        }
        return guest.exported(symbol)
                .map(function -> OptionalInt.of(pointer(function)))
                .orElse(OptionalInt.empty());
    }

    private OptionalInt address(Extern exported, int base) {
        if (exported instanceof WasmFunction function) {
            return OptionalInt.of(pointer(function));
        } else if (exported instanceof Global global && global.get() instanceof Value.I32 offset) {
            return OptionalInt.of(base + offset.value());
        }
        return OptionalInt.empty();
    }

    /** Lets the side modules apply their relocations, after the main module. */
    void relocate() {
        waiting.forEach(each -> call(each.instance(), "__wasm_apply_data_relocs"));
    }

    /** Runs the constructors of the side modules, after those of the main module. */
    void construct() {
        running = true;
        waiting.forEach(each -> call(each.instance(), "__wasm_call_ctors"));
        waiting.clear();
    }

    private static void call(Instance instance, String name) {
        if (instance.export(name).orElse(null) instanceof WasmFunction function) {
            function.call();
        }
    }

    private void defineMain(Linker linker, Import imported, long stackHigh, int tableElements) {
        if (imported.type() instanceof MemoryType type) {
            Memory memory = Memory.create(store, type);
            if (!cover(memory, stackHigh)) {
                throw new LinkException("the memory has no room for the main module's data");
            }
            guest.memory(memory);
            linker.define(imported.module(), imported.name(), memory);
        } else if (imported.type() instanceof TableType type) {
            Value none = Value.nullRef(type.element());
            Table table = Table.create(store, type, none);
            int more = tableBase + tableElements - table.size();
            if (more > 0 && table.growBy(more, none) < 0) {
                throw new LinkException("the table has no room for the main module's functions");
            }
            guest.table(table);
            linker.define(imported.module(), imported.name(), table);
        } else {
            define(linker, imported);
        }
    }

    /**
     * Loads a side module, and runs its constructors, if those of the main module have run.
     *
     * @throws LinkException if it is none, or imports what no module defines
     */
    Instance load(Program program) {
        return loadAt(program).instance();
    }

    private Loaded loadAt(Program program) {
        Dylink needs = Dylink.of(program)
                .orElseThrow(() -> new LinkException("a module without the section dylink.0 is no side module"));
        needs.needed().forEach(this::load);
        Table table = guest.table();
        tableBase = table.size();
        if (needs.tableElements() > 0
                && table.growBy(
                                needs.tableElements(),
                                Value.nullRef(table.type().element()))
                        < 0) {
            throw new LinkException("the table has no room for the side module's functions");
        }
        memoryBase = reserve(needs);
        Linker linker = new Linker();
        for (Import each : program.imports()) {
            if (each.type() instanceof MemoryType) {
                linker.define(each.module(), each.name(), guest.memory());
            } else if (each.type() instanceof TableType) {
                linker.define(each.module(), each.name(), table);
            } else {
                define(linker, each);
            }
        }
        int base = memoryBase;
        Instance instance = linker.instantiate(store, program);
        guest.add(instance);
        link(program, instance);
        if (running) {
            requireSymbols(program, needs.weak());
            call(instance, "__wasm_apply_data_relocs");
            call(instance, "__wasm_call_ctors");
        } else {
            waiting.add(new Side(program, needs, instance));
        }
        return new Loaded(instance, base);
    }

    /** {@return cleared memory for a module's data} */
    private int reserve(Dylink needs) {
        if (needs.memoryBytes() == 0) {
            return 0;
        }
        long bytes = (long) needs.memoryBytes() + needs.memoryAlign();
        if (!running) {
            return reserveBelowHeap(bytes, needs.memoryAlign());
        }
        int block = bytes > Integer.MAX_VALUE
                ? 0
                : guest.requiredHelper("malloc").passI32(0, (int) bytes).call().i32(0);
        if (block == 0) {
            throw new LinkException("the memory has no room for the side module's data");
        }
        for (long done = 0; done < bytes; ) {
            byte[] zeros = new byte[(int) Math.min(1 << 16, bytes - done)];
            guest.memory().putBytes(Integer.toUnsignedLong(block) + done, zeros);
            done += zeros.length;
        }
        return (int) align(Integer.toUnsignedLong(block), needs.memoryAlign());
    }

    /** Moves the start of the heap, which nobody has looked at yet. */
    private int reserveBelowHeap(long bytes, int alignment) {
        Global heap = address("__heap_base");
        long start = heap.get() instanceof Value.I32 base ? align(Integer.toUnsignedLong(base.value()), alignment) : 0;
        long end = align(start + bytes, STACK_ALIGN);
        if (end > Integer.MAX_VALUE || !cover(guest.memory(), end)) {
            throw new LinkException("the memory has no room for the side module's data");
        }
        heap.set(Value.i32((int) end));
        return (int) start;
    }

    private static boolean cover(Memory memory, long bytes) {
        long more = bytes - memory.size();
        return more <= 0 || memory.grow((more + PAGE - 1) / PAGE) >= 0;
    }

    private static long align(long address, int alignment) {
        return (address + alignment - 1) / alignment * alignment;
    }

    private void define(Linker linker, Import imported) {
        String module = imported.module();
        String name = imported.name();
        if (imported.type() instanceof FuncType type) {
            Optional<WasmFunction> defined = guest.isInstantiated() ? guest.exported(name) : Optional.empty();
            if (defined.isPresent() && defined.get().type().equals(type)) {
                linker.define(module, name, defined.get());
            } else {
                linker.function(module, name, type, late(imported, type));
            }
        } else if (imported.type() instanceof GlobalType) {
            global(module, name).ifPresent(global -> linker.define(module, name, global));
        } else if (imported.type() instanceof TagType type) {
            linker.define(module, name, tags.computeIfAbsent(name, key -> Tag.create(store, type.type())));
        }
    }

    private Optional<Global> global(String module, String name) {
        if (module.equals("GOT.mem") || module.equals("GOT.func")) {
            return Optional.of(address(name));
        } else if (name.equals("__memory_base")) {
            return Optional.of(Global.create(store, CONSTANT, Value.i32(memoryBase)));
        } else if (name.equals("__table_base")) {
            return Optional.of(Global.create(store, CONSTANT, Value.i32(tableBase)));
        } else if (name.equals("__stack_pointer")) {
            return Optional.ofNullable(stackPointer);
        }
        return Optional.empty();
    }

    private Global address(String symbol) {
        return addresses.computeIfAbsent(symbol, key -> {
            open.add(symbol);
            return Global.create(store, VARIABLE, Value.i32(0));
        });
    }

    /** {@return a function of the runtime, or one that looks for a module's function of its name when it is called} */
    private HostFunction late(Import imported, FuncType type) {
        Optional<HostFunction> own = library.known(imported, type);
        if (own.isPresent()) {
            return own.get();
        }
        HostFunction missing = library.function(imported, type);
        return call -> {
            Optional<WasmFunction> found = guest.exported(imported.name());
            if (found.isEmpty()) {
                missing.call(call);
            } else {
                library.calls().forward(call, found.get(), type, 0);
            }
        };
    }

    /** Gives addresses to the symbols that an instance defines. */
    private void link(Program program, Instance instance) {
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.GLOBAL
                    && instance.global(each.name()).get() instanceof Value.I32 offset
                    && !INTERNAL.contains(each.name())) {
                data.putIfAbsent(each.name(), memoryBase + offset.value());
            }
        }
        for (String symbol : List.copyOf(open)) {
            Integer address = data.get(symbol);
            if (address != null) {
                resolve(symbol, address);
                continue;
            }
            WasmFunction function = guest.exported(symbol).orElse(null);
            if (function == null) {
                function = importedFunction(program, symbol);
            }
            if (function != null) {
                resolve(symbol, pointer(function));
            }
        }
        open.remove("__stack_low");
        open.remove("__stack_high");
        open.remove("__heap_base");
    }

    private void requireSymbols(Program program, Set<String> weak) {
        for (Import each : program.imports()) {
            boolean symbol = each.module().equals("GOT.mem") || each.module().equals("GOT.func");
            if (symbol && open.contains(each.name()) && !weak.contains(each.name())) {
                throw new LinkException("no module defines the symbol '" + each.name() + "'");
            }
        }
    }

    /** {@return a function of the runtime that the program imports too, so that its type is known} */
    private @Nullable WasmFunction importedFunction(Program program, String symbol) {
        for (Import each : program.imports()) {
            if (each.name().equals(symbol) && each.type() instanceof FuncType type) {
                return library.known(each, type)
                        .map(body -> BoundHostFunction.create(store, type, body))
                        .orElse(null);
            }
        }
        return null;
    }

    private void resolve(String symbol, int address) {
        open.remove(symbol);
        address(symbol).set(Value.i32(address));
    }

    /** {@return the pointer to a function, which is the same for all modules} */
    private int pointer(WasmFunction function) {
        Table table = guest.table();
        for (; scanned < table.size(); scanned++) {
            if (table.valueAt(scanned) instanceof Value.FuncRef reference && reference.function() != null) {
                pointers.putIfAbsent(reference.function(), scanned);
            }
        }
        Integer known = pointers.get(function);
        if (known != null) {
            return known;
        }
        int pointer = table.growBy(1, Value.funcRef(function));
        if (pointer < 0) {
            throw new LinkException("the table has no room for a pointer to a function");
        }
        return pointer;
    }
}
