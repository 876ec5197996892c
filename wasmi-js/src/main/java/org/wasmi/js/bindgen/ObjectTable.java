package org.wasmi.js.bindgen;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.ResourceException;
import org.wasmi.js.Undefined;

/**
 * The objects to which a guest refers by numbers. The lowest entries are a stack of objects that are lent for a call;
 * then come four constants, which every guest knows; then the objects that the guest owns and drops.
 */
final class ObjectTable {
    /** Guests choose how many objects they keep. */
    static final int MAX_OBJECTS = 1 << 20;

    private final List<@Nullable Object> entries = new ArrayList<>();
    private final int constants;

    /** The entries that are free, a list linked by their values. */
    private int free;

    private int stack;

    /** Makes a table. The argument is the number of entries for objects that are lent, which the guest knows too. */
    ObjectTable(int lent) {
        for (int i = 0; i < lent; i++) {
            entries.add(Undefined.UNDEFINED);
        }
        entries.add(Undefined.UNDEFINED);
        entries.add(null);
        entries.add(true);
        entries.add(false);
        constants = lent;
        stack = lent;
        free = entries.size();
    }

    @Nullable
    Object get(int index) {
        if (index < 0 || index >= entries.size() || entries.get(index) instanceof Free) {
            throw new IllegalArgumentException("the guest uses object " + index + ", which it has not");
        }
        return entries.get(index);
    }

    /** Adds an object for the guest to own. {@return its number} */
    int add(@Nullable Object object) {
        int index = free;
        if (index == entries.size()) {
            if (index >= MAX_OBJECTS) {
                throw new ResourceException("a guest keeps more than " + MAX_OBJECTS + " objects of the host");
            }
            entries.add(object);
            free = entries.size();
        } else {
            free = ((Free) entries.set(index, object)).next;
        }
        return index;
    }

    /** Lends an object until {@link #endLoan}. {@return its number} */
    int lend(@Nullable Object object) {
        if (stack <= 1) {
            throw new ResourceException("more than " + constants + " objects are lent to a guest at a time");
        }
        entries.set(--stack, object);
        return stack;
    }

    void endLoan() {
        entries.set(stack++, Undefined.UNDEFINED);
    }

    /** Drops an object that the guest owns. {@return the object} */
    @Nullable
    Object take(int index) {
        Object object = get(index);
        if (index >= constants + 4) {
            entries.set(index, new Free(free));
            free = index;
        }
        return object;
    }

    private record Free(int next) {}
}
