package org.wasmi.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * The sections of a binary with each number in its shortest form, and with one form for what has several: runs of
 * locals of one type are one run, none is empty; memory 0 and table 0 are not named where that is possible; elements
 * that are functions are indices; imports are one by one; types that are final and below nothing, or alone in a group,
 * do not say so; a section without entries, and a data count that no instruction needs, are left out. Not thread-safe.
 */
final class NormalForm {

    /**
     * A section.
     *
     * @param id of the binary format
     * @param content as hexadecimal digits, which compare and read well
     */
    record Section(int id, String content) {}

    private static final Map<List<Integer>, Operators.Operator> BY_OPCODE = new HashMap<>();

    static {
        Operators.all().forEach(each -> BY_OPCODE.put(each.opcode(), each));
    }

    private static final HexFormat HEX = HexFormat.of();

    /** {@code (ref func)}. */
    private static final byte[] FUNCTIONS = {0x64, 0x70};

    private final byte[] bytes;
    private int at;
    private BinaryWriter out = new BinaryWriter();
    private boolean countsData;

    private NormalForm(byte[] bytes) {
        this.bytes = bytes;
    }

    /** {@return the sections of a binary that is well-formed} */
    static List<Section> of(byte[] module) {
        NormalForm form = new NormalForm(module);
        List<Section> sections = new ArrayList<>();
        form.at = 8;
        while (form.at < module.length) {
            int id = form.bytes[form.at++];
            int size = (int) form.number();
            int end = form.at + size;
            form.out = new BinaryWriter();
            boolean isEmpty = id != 0 && id != 8 && form.bytes[form.at] == 0;
            form.section(id, end);
            if (form.at != end) {
                throw new IllegalArgumentException("section " + id + " ends at " + form.at + ", not " + end);
            } else if (!isEmpty || id == 12) {
                sections.add(new Section(id, HEX.formatHex(form.out.toByteArray())));
            }
        }
        if (!form.countsData) {
            sections.removeIf(each -> each.id() == 12);
        }
        return sections;
    }

    private int next() {
        return bytes[at++] & 0xFF;
    }

    /** Takes an unsigned number. */
    private long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = next();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
    }

    private int u8() {
        int value = next();
        out.u8(value);
        return value;
    }

    private long u() {
        long value = number();
        out.u(value);
        return value;
    }

    private void s() {
        int from = at;
        number();
        long value = 0;
        int shift = 0;
        for (int i = from; i < at; i++, shift += 7) {
            value |= (bytes[i] & 0x7FL) << shift;
        }
        boolean negative = (bytes[at - 1] & 0x40) != 0 && shift < Long.SIZE;
        out.s(negative ? value | (-1L << shift) : value);
    }

    private void raw(long count) {
        for (long i = 0; i < count; i++) {
            u8();
        }
    }

    private void each(Runnable part) {
        for (long i = u(); i > 0; i--) {
            part.run();
        }
    }

    private void section(int id, int end) {
        switch (id) {
            case 1 -> each(this::type);
            case 2 -> imports();
            case 3 -> each(this::u);
            case 4 -> each(this::table);
            case 5 -> each(this::limits);
            case 6 ->
                each(() -> {
                    storage();
                    expression();
                });
            case 7 ->
                each(() -> {
                    raw(u());
                    u8();
                    u();
                });
            case 0 -> {
                out.name(name());
                raw(end - at);
            }
            case 8, 12 -> u();
            case 9 -> each(this::element);
            case 10 -> each(this::function);
            case 11 -> each(this::data);
            case 13 -> each(this::tag);
            default -> throw new IllegalArgumentException("a section of an unknown kind: " + id);
        }
    }

    private void tag() {
        u8();
        u();
    }

    private void type() {
        if (bytes[at] == 0x4E && bytes[at + 1] == 1) {
            at += 2; // a group of one type, as types are that are in no group
        }
        if (bytes[at] == 0x4F && bytes[at + 1] == 0) {
            at += 2; // final and below nothing, as types are that do not say so
        }
        switch (u8()) {
            case 0x4E -> each(this::type);
            case 0x4F, 0x50 -> {
                each(this::u);
                type();
            }
            case 0x4C, 0x4D -> {
                u();
                type();
            }
            case 0x5E -> storage();
            case 0x5F -> each(this::storage);
            default -> {
                each(this::valueType);
                each(this::valueType);
            }
        }
    }

    private void storage() {
        valueType();
        u8();
    }

    private void valueType() {
        int code = u8();
        if (code == 0x63 || code == 0x64) {
            heapType();
        }
    }

    private void heapType() {
        if ((bytes[at] & 0xFF) == 0x62) {
            u8();
            u();
        } else {
            s();
        }
    }

    private void limits() {
        int flags = u8();
        u();
        if ((flags & 1) != 0) {
            u();
        }
        if ((flags & 8) != 0) {
            u();
        }
    }

    private void imports() {
        long count = u();
        for (long i = 0; i < count; i++) {
            String module = name();
            String name = name();
            if (bytes[at] == 0x7F && name.isEmpty()) {
                // Imports of one module together, as the proposal of compact import sections has them.
                next();
                long together = number();
                for (long k = 0; k < together; k++) {
                    out.name(module).name(name());
                    external();
                }
                i += together - 1;
            } else {
                out.name(module).name(name);
                external();
            }
        }
    }

    private String name() {
        int size = (int) number();
        at += size;
        return new String(bytes, at - size, size, UTF_8);
    }

    private void external() {
        switch (u8()) {
            case 0, 0x20 -> u();
            case 1 -> {
                valueType();
                limits();
            }
            case 2 -> limits();
            case 3 -> storage();
            case 4 -> tag();
            default -> throw new IllegalArgumentException("an import of an unknown kind at " + at);
        }
    }

    private void table() {
        boolean initialized = bytes[at] == 0x40;
        if (initialized) {
            raw(2);
        }
        valueType();
        limits();
        if (initialized) {
            expression();
        }
    }

    private void element() {
        int flags = (int) number();
        long table = (flags & 3) == 2 ? number() : 0;
        BinaryWriter section = out;
        out = new BinaryWriter();
        if ((flags & 1) == 0) {
            expression();
        }
        byte[] offset = out.toByteArray();
        out = new BinaryWriter();
        boolean expressions = (flags & 4) != 0;
        if ((flags & 3) != 0 && expressions) {
            valueType();
        } else if ((flags & 3) != 0) {
            u8();
        }
        byte[] type = out.toByteArray();
        out = new BinaryWriter();
        long count = number();
        List<byte[]> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            out = new BinaryWriter();
            if (expressions) {
                expression();
            } else {
                u();
            }
            items.add(out.toByteArray());
        }
        out = section;
        // Functions are an abbreviation of expressions of type (ref func).
        if (expressions && Arrays.equals(type, FUNCTIONS) && items.stream().allMatch(NormalForm::isFunction)) {
            expressions = false;
            flags &= ~4;
            type = new byte[] {0};
            items.replaceAll(each -> Arrays.copyOfRange(each, 1, each.length - 1));
        }
        byte nothing = (byte) (expressions ? 0x70 : 0);
        boolean table0 = (flags & 3) == 2 && table == 0 && type.length == 1 && type[0] == nothing;
        out.u8(table0 ? flags & ~2 : flags);
        if ((flags & 3) == 2 && !table0) {
            out.u(table);
        }
        out.bytes(offset).bytes(table0 ? new byte[0] : type).u(count);
        items.forEach(out::bytes);
    }

    /** Checks whether an expression is {@code ref.func} and nothing else. */
    private static boolean isFunction(byte[] expression) {
        int end = 1;
        while (expression[end] < 0) {
            end++;
        }
        return (expression[0] & 0xFF) == 0xD2 && end == expression.length - 2;
    }

    private void data() {
        int flags = (int) number();
        long memory = flags == 2 ? number() : 0;
        out.u8(flags == 2 && memory == 0 ? 0 : flags);
        if (memory != 0) {
            out.u(memory);
        }
        if (flags != 1) {
            expression();
        }
        raw(u());
    }

    private void function() {
        int end = (int) number() + at;
        BinaryWriter section = out;
        out = new BinaryWriter();
        BinaryWriter runs = out;
        int written = 0;
        long count = 0;
        String type = "";
        for (long i = number(); i > 0; i--) {
            long more = number();
            out = new BinaryWriter();
            valueType();
            String next = HEX.formatHex(out.toByteArray());
            if (more > 0 && !next.equals(type) && count > 0) {
                runs.u(count).bytes(HEX.parseHex(type));
                written++;
                count = 0;
            }
            if (more > 0) {
                type = next;
                count += more;
            }
        }
        if (count > 0) {
            runs.u(count).bytes(HEX.parseHex(type));
            written++;
        }
        out = new BinaryWriter();
        expression();
        byte[] code = out.toByteArray();
        out = section.u(written).bytes(runs.toByteArray()).sized(code);
        if (at != end) {
            throw new IllegalArgumentException("a function ends at " + at + ", not " + end);
        }
    }

    private void expression() {
        int depth = 1;
        while (depth > 0) {
            int code = next();
            Operators.Operator operator =
                    BY_OPCODE.get(code >= 0xFB && code <= 0xFE ? List.of(code, (int) number()) : List.of(code));
            if (operator == null) {
                throw new IllegalArgumentException("an operator of an unknown code before " + at);
            }
            out.bytes(operator.bytes());
            countsData |= operator.name().matches("data.drop|memory.init|array.(new|init)_data");
            String name = operator.name();
            operator.immediates().chars().forEach(letter -> immediate((char) letter));
            if (name.matches("block|loop|if|try|try_table")) {
                depth++;
            } else if (name.equals("end") || name.equals("delegate")) {
                depth--;
            }
        }
    }

    private void immediate(char letter) {
        switch (letter) {
            case 'b' -> blockType();
            case 'e' -> {
                blockType();
                each(() -> {
                    if (u8() < 2) {
                        u();
                    }
                    u();
                });
            }
            case 't' -> {
                each(this::u);
                u();
            }
            case 'v' -> each(this::valueType);
            case 'h' -> heapType();
            case 'x' -> u();
            case 'm' -> {
                long flags = number();
                long memory = (flags & 0x40) != 0 ? number() : 0;
                out.u(memory == 0 ? flags & ~0x40 : flags);
                if (memory != 0) {
                    out.u(memory);
                }
                u();
            }
            case 's' -> s();
            case 'f' -> raw(4);
            case 'd' -> raw(8);
            case 'c', 'q' -> raw(16);
            case 'l', 'z' -> u8();
            case 'k' -> {
                u8();
                u();
                heapType();
                heapType();
            }
            default -> throw new IllegalArgumentException("an immediate of an unknown kind: " + letter);
        }
    }

    private void blockType() {
        int code = bytes[at] & 0xFF;
        if (code == 0x63 || code == 0x64) {
            valueType();
        } else {
            s();
        }
    }
}
