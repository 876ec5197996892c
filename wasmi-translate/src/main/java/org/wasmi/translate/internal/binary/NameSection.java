package org.wasmi.translate.internal.binary;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Names;

/**
 * The names in a name section (Wasm specification, 7.4.1), indexed at the first question. A section that is malformed
 * never makes a module malformed: it yields the names up to the place where it stops making sense. The index takes
 * eight bytes for each function, whatever the section holds.
 */
final class NameSection implements Names {

    private static final int MODULE = 0;
    private static final int FUNCTIONS = 1;
    private static final int LOCALS = 2;

    private final byte[] wasm;
    private final int begin;
    private final int limit;
    private final ModuleInfo info;
    private volatile @Nullable Index index;

    /**
     * Makes names.
     *
     * @param wasm the module
     * @param begin the first byte of the section after its own name
     * @param limit the byte after the last
     * @param info is complete when the first question is asked
     */
    NameSection(byte[] wasm, int begin, int limit, ModuleInfo info) {
        this.wasm = wasm;
        this.begin = begin;
        this.limit = limit;
        this.info = info;
    }

    @Override
    public Optional<String> module() {
        return name(index().module);
    }

    @Override
    public Optional<String> function(int function) {
        return name(at(index().functions, function));
    }

    @Override
    public Optional<String> local(int function, int local) {
        int at = at(index().locals, function);
        if (at == Index.NONE) {
            return Optional.empty();
        }
        BinaryReader reader = new BinaryReader(wasm, at, limit);
        try {
            for (int count = reader.count(); count > 0; count--) {
                if (reader.u32() == local) {
                    return name(reader.position());
                }
                reader.skip(reader.size());
            }
        } catch (MalformedException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<String> name(int at) {
        if (at == Index.NONE) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BinaryReader(wasm, at, limit).name());
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static int at(int[] places, int function) {
        return function >= 0 && function < places.length ? places[function] : Index.NONE;
    }

    /** Two threads may both read, with the same outcome. */
    private Index index() {
        Index known = index;
        if (known == null) {
            known = new Index(info.functionCount());
            known.read(new BinaryReader(wasm, begin, limit));
            index = known;
        }
        return known;
    }

    /** Where names are: of the module, of each function, and the list of the names of each function's locals. */
    private static final class Index {

        /** No name is at the start of the module. */
        static final int NONE = 0;

        private int module = NONE;
        private final int[] functions;
        private final int[] locals;

        Index(int functionCount) {
            functions = new int[functionCount];
            locals = new int[functionCount];
        }

        void read(BinaryReader reader) {
            try {
                while (reader.remaining() > 0) {
                    int id = reader.u8();
                    subsection(id, reader.range(reader.size()));
                }
            } catch (MalformedException e) {
                return; // what was read so far stays
            }
        }

        private void subsection(int id, BinaryReader reader) {
            switch (id) {
                case MODULE -> module = reader.position();
                case FUNCTIONS -> {
                    for (int count = reader.count(); count > 0; count--) {
                        put(functions, reader);
                        reader.skip(reader.size());
                    }
                }
                case LOCALS -> {
                    for (int count = reader.count(); count > 0; count--) {
                        put(locals, reader);
                        for (int names = reader.count(); names > 0; names--) {
                            reader.u32();
                            reader.skip(reader.size());
                        }
                    }
                }
                default -> {} // names of other things, which nobody asks for yet
            }
        }

        private static void put(int[] places, BinaryReader reader) {
            int function = reader.u32();
            if (function >= 0 && function < places.length) {
                places[function] = reader.position();
            }
        }
    }
}
