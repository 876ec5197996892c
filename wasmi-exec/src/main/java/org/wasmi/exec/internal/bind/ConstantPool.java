package org.wasmi.exec.internal.bind;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The constants of a class file, each of them once (Java Virtual Machine Specification, 4.4). */
final class ConstantPool {
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int NAME_AND_TYPE = 12;
    private static final int MAX_COUNT = 0xFFFF;

    private final Map<List<Object>, Integer> indices = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    int utf8(String text) throws IOException {
        Integer known = indices.get(List.of(UTF8, text));
        if (known != null) {
            return known;
        }
        out.writeByte(UTF8);
        out.writeUTF(text);
        return add(List.of(UTF8, text));
    }

    /** {@return the index of a class by its internal name} */
    int type(String name) throws IOException {
        return entry(CLASS, utf8(name));
    }

    /** {@return the index of a field or method} */
    int member(int tag, String owner, String name, String descriptor) throws IOException {
        return entry(tag, type(owner), entry(NAME_AND_TYPE, utf8(name), utf8(descriptor)));
    }

    private int entry(int tag, Integer... parts) throws IOException {
        List<Object> key = List.of(tag, List.of(parts));
        Integer known = indices.get(key);
        if (known != null) {
            return known;
        }
        out.writeByte(tag);
        for (int part : parts) {
            out.writeShort(part);
        }
        return add(key);
    }

    private int add(List<Object> key) {
        int index = indices.size() + 1;
        if (index >= MAX_COUNT) {
            throw new IllegalArgumentException("too many methods for a class");
        }
        indices.put(key, index);
        return index;
    }

    void writeTo(DataOutputStream target) throws IOException {
        target.writeShort(indices.size() + 1);
        bytes.writeTo(target);
    }
}
