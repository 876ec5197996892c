package org.wasmi.translate.internal.binary;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.MalformedException;
import org.wasmi.encoding.program.Names;

/**
 * The names in a name section (Wasm specification, 7.4.1), read at the first question. A section that is malformed never
 * makes a module malformed: it yields the names up to the place where it stops making sense.
 */
final class NameSection implements Names {

    private static final int MODULE = 0;
    private static final int FUNCTIONS = 1;
    private static final int LOCALS = 2;

    private final byte[] wasm;
    private final int begin;
    private final int limit;
    private volatile @Nullable Contents contents;

    NameSection(byte[] wasm, int begin, int limit) {
        this.wasm = wasm;
        this.begin = begin;
        this.limit = limit;
    }

    @Override
    public Optional<String> module() {
        return contents().module;
    }

    @Override
    public Optional<String> function(int index) {
        return Optional.ofNullable(contents().functions.get(index));
    }

    @Override
    public Optional<String> local(int function, int index) {
        return Optional.ofNullable(
                contents().locals.getOrDefault(function, Map.of()).get(index));
    }

    /** Two threads may both read, with the same outcome. */
    private Contents contents() {
        Contents known = contents;
        if (known == null) {
            known = new Contents();
            known.read(new BinaryReader(wasm, begin, limit));
            contents = known;
        }
        return known;
    }

    private static final class Contents {
        private Optional<String> module = Optional.empty();
        private final Map<Integer, String> functions = new HashMap<>();
        private final Map<Integer, Map<Integer, String>> locals = new HashMap<>();

        private void read(BinaryReader reader) {
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
                case MODULE -> module = Optional.of(reader.name());
                case FUNCTIONS -> names(reader, functions);
                case LOCALS -> {
                    int count = reader.count();
                    for (int i = 0; i < count; i++) {
                        names(reader, locals.computeIfAbsent(reader.u32(), function -> new HashMap<>()));
                    }
                }
                default -> {} // names of other things, which nobody asks for yet
            }
        }

        private static void names(BinaryReader reader, Map<Integer, String> names) {
            int count = reader.count();
            for (int i = 0; i < count; i++) {
                names.put(reader.u32(), reader.name());
            }
        }
    }
}
