package org.wasmi.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The identifiers of a module, from its name section. A section that does not decode gives none from there on. */
final class Names {
    static final int FUNCTIONS = 1;
    static final int LOCALS = 2;
    static final int LABELS = 3;
    static final int TYPES = 4;
    static final int TABLES = 5;
    static final int MEMORIES = 6;
    static final int GLOBALS = 7;
    static final int ELEMENTS = 8;
    static final int DATA = 9;
    static final int FIELDS = 10;
    static final int TAGS = 11;

    /** By kind and what it is in (0 for what is in the module), the identifiers by index, with the dollar sign. */
    private final Map<Long, Map<Integer, String>> identifiers = new HashMap<>();

    @Nullable
    String module;

    /** Reads the content of a name section behind its name. */
    void read(Input section) {
        try {
            while (section.hasNext()) {
                int id = section.next();
                Input content = section.sized();
                if (id == 0) {
                    module = identifier(content.name());
                } else if (id == LOCALS || id == LABELS || id == FIELDS) {
                    for (int i = content.u32(); i != 0 && content.hasNext(); i--) {
                        int owner = content.u32();
                        map(id, owner, content);
                    }
                } else if (id <= TAGS) {
                    map(id, 0, content);
                }
            }
        } catch (BinaryException e) {
            // A custom section that is malformed is ignored, as the specification asks.
        }
    }

    /** By kind, the names that others have too, as strings of the text format. */
    private final Map<Long, Map<Integer, String>> repeated = new HashMap<>();

    private void map(int kind, int owner, Input content) {
        Map<Integer, String> map = new HashMap<>();
        Set<String> used = new HashSet<>();
        for (int i = content.u32(); i != 0 && content.hasNext(); i--) {
            int index = content.u32();
            String name = content.name();
            String identifier = identifier(name);
            // Labels may hide others; all else needs a name of its own.
            if (identifier != null && (kind == LABELS || used.add(identifier))) {
                map.put(index, identifier);
            } else {
                repeated.computeIfAbsent(key(kind, owner), each -> new HashMap<>())
                        .put(index, quoted(name));
            }
        }
        identifiers.put(key(kind, owner), map);
    }

    private static long key(int kind, int owner) {
        return ((long) owner << 4) | kind;
    }

    Map<Integer, String> of(int kind, int owner) {
        return identifiers.getOrDefault(key(kind, owner), Map.of());
    }

    /** {@return a name in the module that cannot be an identifier, as a string of the text format, or null} */
    @Nullable
    String annotation(int kind, int index) {
        return repeated.getOrDefault(key(kind, 0), Map.of()).get(index);
    }

    private static String quoted(String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return Printer.quoted(utf8, 0, utf8.length);
    }

    /** {@return a name as an identifier, quoted if it has to be; null if it is empty} */
    private static @Nullable String identifier(String name) {
        if (name.isEmpty()) {
            return null;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!Lexer.isId(name.charAt(i))) {
                return "$" + quoted(name);
            }
        }
        return "$" + name;
    }
}
