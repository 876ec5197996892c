package org.wasmi.emscripten;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.error.ResourceException;

/** Java objects that the guest refers to by handles, as {@code emscripten::val}, and how often it does. */
final class ValueHandles {
    /** Guests choose how many they keep. */
    private static final int MAX_VALUES = 1 << 20;

    /** Handles below are known to the guest. All are even, which all versions allow. */
    private static final int FIRST = 16;

    private final boolean even;
    private final List<Entry> entries = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    private static final class Entry {
        private @Nullable Object value;
        private int references;
    }

    /**
     * Makes a table.
     *
     * @param even whether the handles of undefined, null, true and false are 2, 4, 6, 8, as in newer versions, and not
     *     1, 2, 3, 4
     */
    ValueHandles(boolean even) {
        this.even = even;
    }

    /** {@return a new handle, which the guest owns} */
    int add(@Nullable Object value) {
        if (value == null) {
            return known(1);
        }
        Integer index = free.poll();
        if (index == null) {
            if (entries.size() >= MAX_VALUES) {
                throw new ResourceException("a guest keeps more than " + MAX_VALUES + " values of the host");
            }
            index = entries.size();
            entries.add(new Entry());
        }
        Entry entry = entries.get(index);
        entry.value = value;
        entry.references = 1;
        return FIRST + 2 * index;
    }

    private int known(int number) {
        return even ? 2 * number : number;
    }

    /** {@return the object behind a handle; null for undefined and null} */
    @Nullable
    Object get(int handle) {
        if (handle == known(1) || handle == known(2)) {
            return null;
        } else if (handle == known(3) || handle == known(4)) {
            return handle == known(3);
        }
        return entry(handle).value;
    }

    private Entry entry(int handle) {
        int index = (handle - FIRST) / 2;
        if (handle < FIRST || (handle & 1) != 0 || index >= entries.size() || entries.get(index).references == 0) {
            throw new AbortException("the guest uses a handle that it has not: " + handle);
        }
        return entries.get(index);
    }

    void keep(int handle) {
        if (handle >= FIRST) {
            Entry entry = entry(handle);
            entry.references = Math.incrementExact(entry.references);
        }
    }

    void release(int handle) {
        if (handle >= FIRST) {
            Entry entry = entry(handle);
            if (--entry.references == 0) {
                entry.value = null;
                free.add((handle - FIRST) / 2);
            }
        }
    }

    /** {@return how many objects the guest keeps} */
    int size() {
        return entries.size() - free.size();
    }
}
