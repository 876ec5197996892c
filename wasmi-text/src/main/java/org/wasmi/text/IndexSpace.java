package org.wasmi.text;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The things of one kind that indices count, and their identifiers (Wasm specification, 6.6). */
final class IndexSpace {
    private final String kind;
    private final Map<String, Integer> ids = new HashMap<>();

    /** What the name section gets, by index. */
    final TreeMap<Integer, String> names = new TreeMap<>();

    private int size;

    IndexSpace(String kind) {
        this.kind = kind;
    }

    int size() {
        return size;
    }

    /** Counts one more, with the identifier that is the current token if it is one, and a name by annotation. */
    int bind(Cursor cursor) {
        int index = size++;
        int token = cursor.at();
        if (cursor.kind() == Tokens.ID) {
            String id = cursor.id(token);
            if (ids.putIfAbsent(id, index) != null) {
                throw cursor.fail("duplicate " + kind + " " + cursor.text());
            }
            names.put(index, id);
            cursor.next();
        }
        String name = Annotations.name(cursor);
        if (name != null) {
            names.put(index, name);
        }
        return index;
    }

    /** Counts one more without an identifier. {@return its index} */
    int skip(@Nullable String name) {
        if (name != null) {
            names.put(size, name);
        }
        return size++;
    }

    /**
     * {@return the index that the current token gives}; identifiers have to be known, numbers are checked by
     * validation.
     */
    int index(Cursor cursor) {
        if (cursor.kind() == Tokens.NUMBER) {
            return (int) cursor.natural(32, "an index of a " + kind);
        } else if (cursor.kind() != Tokens.ID) {
            throw cursor.unexpected("an index or identifier of a " + kind);
        }
        Integer index = ids.get(cursor.id(cursor.at()));
        if (index == null) {
            cursor.source.report(cursor.tokens.start(cursor.at()), "unknown " + kind + " " + cursor.text());
            index = 0;
        }
        cursor.next();
        return index;
    }
}
