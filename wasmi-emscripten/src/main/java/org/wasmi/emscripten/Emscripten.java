package org.wasmi.emscripten;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.wasmi.emscripten.internal.Dylink;
import org.wasmi.emscripten.internal.Glue;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.exec.HostFunction;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Memory;
import org.wasmi.exec.Store;
import org.wasmi.exec.Table;
import org.wasmi.exec.Tag;
import org.wasmi.exec.Value;
import org.wasmi.wasi.Wasi;
import org.wasmi.wasi.WasiConfig;

/**
 * How programs that Emscripten has built are run: with which glue, which files and streams, and which functions of the
 * host. Immutable and thread-safe, as far as the parts of its {@link WasiConfig} are. Each instance gets a system of
 * its own.
 */
public final class Emscripten {
    private final Optional<String> glue;
    private final WasiConfig wasi;
    private final Map<String, HostFunction.Typed> functions;
    private final Map<String, String> names;
    private final Map<String, Program> libraries;

    private Emscripten(Builder builder) {
        glue = builder.glue;
        wasi = builder.wasi;
        functions = Map.copyOf(builder.functions);
        names = Map.copyOf(builder.names);
        libraries = Map.copyOf(builder.libraries);
    }

    /** {@return a builder with no glue, {@link WasiConfig#DEFAULT} and no functions} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Instantiates a program, and runs its constructors: all that happens before {@code main}.
     *
     * @return the instance, to be closed before the store is
     * @throws IOException if a directory of the configuration cannot be opened
     * @throws org.wasmi.encoding.error.LinkException if the program imports what is no function, memory, table or tag
     *     of Emscripten
     * @throws org.wasmi.encoding.error.WasmException as by {@link Linker#instantiate(Store, Program)}
     */
    public EmscriptenModule instantiate(Store store, Program program) throws IOException {
        Glue read = glue.map(js -> Glue.read(js, program)).orElse(Glue.NONE).with(names);
        Wasi system = new Wasi(wasi);
        try {
            Guest guest = new Guest(store, program, read, wasi);
            Library library = new Library(guest, system, functions);
            DynamicLinker dynamic = new DynamicLinker(guest, library, libraries);
            Optional<Dylink> needs = Dylink.of(program);
            Instance instance =
                    needs.isPresent() ? dynamic.main(program, needs.get()) : instantiate(program, guest, library);
            return EmscriptenModule.start(guest, instance, system, dynamic);
        } catch (RuntimeException | Error e) {
            system.close();
            throw e;
        }
    }

    private static Instance instantiate(Program program, Guest guest, Library library) {
        Linker linker = new Linker();
        for (Import each : program.imports()) {
            define(linker, each, guest, library);
        }
        Instance instance = linker.instantiate(guest.store(), program);
        guest.instance(instance);
        return instance;
    }

    private static void define(Linker linker, Import imported, Guest guest, Library library) {
        String module = imported.module();
        String name = imported.name();
        if (imported.type() instanceof FuncType type) {
            linker.function(module, name, type, library.function(imported, type));
        } else if (imported.type() instanceof MemoryType type) {
            Memory memory = Memory.create(guest.store(), type);
            guest.memory(memory);
            linker.define(module, name, memory);
        } else if (imported.type() instanceof TableType type) {
            Table table = Table.create(guest.store(), type, Value.nullRef(type.element()));
            guest.table(table);
            linker.define(module, name, table);
        } else if (imported.type() instanceof TagType type) {
            linker.define(module, name, Tag.create(guest.store(), type.type()));
        }
        // Only dynamic linking has globals: the linker reports them.
    }

    /** Collects what an {@link Emscripten} consists of. Not thread-safe. */
    public static final class Builder {
        private Optional<String> glue = Optional.empty();
        private WasiConfig wasi = WasiConfig.DEFAULT;
        private final Map<String, HostFunction.Typed> functions = new LinkedHashMap<>();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, Program> libraries = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Sets the JavaScript file that belongs to the program, from which the names behind short names are read.
         *
         * @return this
         */
        public Builder glue(String javaScript) {
            glue = Optional.of(javaScript);
            return this;
        }

        /**
         * Sets files, streams, variables, clocks and random numbers of the guest.
         *
         * @return this
         */
        public Builder wasi(WasiConfig config) {
            wasi = Objects.requireNonNull(config, "config");
            return this;
        }

        /**
         * Defines a function that the program imports, before those of the runtime.
         *
         * @param name its name in C, or in the program
         * @return this
         */
        public Builder function(String name, HostFunction.Typed function) {
            functions.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(function, "function"));
            return this;
        }

        /**
         * Names an import or export of the program that the glue does not name.
         *
         * @param inProgram the name in the program
         * @param inC the name in C
         * @return this
         */
        public Builder name(String inProgram, String inC) {
            names.put(Objects.requireNonNull(inProgram, "inProgram"), Objects.requireNonNull(inC, "inC"));
            return this;
        }

        /**
         * Gives a side module, which is loaded with the programs that need it.
         *
         * @param name the name by which programs need it, such as {@code libcrypto.so}
         * @param side the side module
         * @return this
         */
        public Builder library(String name, Program side) {
            libraries.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(side, "side"));
            return this;
        }

        /** {@return what was collected} */
        public Emscripten build() {
            return new Emscripten(this);
        }
    }
}
