package org.wasmi.emscripten;

import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.Memory;

/** The kinds of {@link BoundType} but classes: numbers, strings, values of JavaScript, enumerations, structures. */
final class BoundTypes {
    private BoundTypes() {}

    /** {@code void}. */
    static final class None extends BoundType {
        None(Guest guest, String name) {
            super(guest, name);
        }

        @Override
        @Nullable
        Object fromWire(Number wire) {
            return null;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            throw mismatch(value);
        }

        @Override
        @Nullable
        Object read(int address) {
            return null;
        }
    }

    /** {@code bool}. */
    static final class Truth extends BoundType {

        Truth(Guest guest, String name) {
            super(guest, name);
        }

        @Override
        Object fromWire(Number wire) {
            return wire.intValue() != 0;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            if (value instanceof Boolean truth) {
                return truth ? 1 : 0;
            }
            throw mismatch(value);
        }

        @Override
        Object read(int address) {
            return memory().getByte(address) != 0;
        }
    }

    /** Integers of 1 to 8 bytes. In Java, those that fit into an {@code int} are one, others a {@code long}. */
    static final class Whole extends BoundType {
        private final int bytes;
        private final boolean signed;

        Whole(Guest guest, String name, int bytes, boolean signed) {
            super(guest, name);
            this.bytes = bytes;
            this.signed = signed;
        }

        @Override
        Object fromWire(Number wire) {
            if (bytes >= Long.BYTES) {
                return wire.longValue();
            }
            int unused = Long.SIZE - bytes * Byte.SIZE;
            long value = wire.longValue() << unused;
            value = signed ? value >> unused : value >>> unused;
            return value == (int) value && (signed || bytes < Integer.BYTES) ? (Object) (int) value : value;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            if (value instanceof Integer || value instanceof Short || value instanceof Byte || value instanceof Long) {
                long number = ((Number) value).longValue();
                if (bytes < Long.BYTES) {
                    int bits = bytes * Byte.SIZE;
                    long least = signed ? -1L << (bits - 1) : 0;
                    long most = signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
                    if (number < least || number > most) {
                        throw new IllegalArgumentException(number + " is out of the range of '" + name() + "'");
                    }
                }
                return number;
            }
            throw mismatch(value);
        }

        @Override
        Object read(int address) {
            Memory memory = memory();
            return fromWire(
                    switch (bytes) {
                        case 1 -> memory.getByte(address);
                        case 2 -> memory.getShort(address);
                        case 4 -> memory.getInt(address);
                        default -> memory.getLong(address);
                    });
        }
    }

    /** {@code float} and {@code double}. */
    static final class Floating extends BoundType {
        private final boolean isDouble;

        Floating(Guest guest, String name, boolean isDouble) {
            super(guest, name);
            this.isDouble = isDouble;
        }

        @Override
        Object fromWire(Number wire) {
            return isDouble ? (Object) wire.doubleValue() : (Object) wire.floatValue();
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            if (value instanceof Number number) {
                return number.doubleValue();
            }
            throw mismatch(value);
        }

        @Override
        Object read(int address) {
            return isDouble ? (Object) memory().getDouble(address) : (Object) memory().getFloat(address);
        }
    }

    /** {@code std::string} and its kin: the address of the length in characters and these, on the heap. */
    static final class Text extends BoundType {
        private final Guest guest;
        private final int bytesPerCharacter;
        private final @Nullable Charset charset;

        /** @param charset null for bytes that are no text */
        Text(Guest guest, String name, int bytesPerCharacter, @Nullable Charset charset) {
            super(guest, name);
            this.guest = guest;
            this.bytesPerCharacter = bytesPerCharacter;
            this.charset = charset;
        }

        static Text ofBytes(Guest guest, String name) {
            return new Text(guest, name, 1, name.equals("std::string") ? StandardCharsets.UTF_8 : null);
        }

        static Text wide(Guest guest, String name, int bytes) {
            return new Text(guest, name, bytes, bytes == 2 ? StandardCharsets.UTF_16LE : Charset.forName("UTF-32LE"));
        }

        @Override
        Object fromWire(Number wire) {
            Object value = contents(wire.intValue());
            guest.free(wire.intValue());
            return value;
        }

        private Object contents(int address) {
            long length = Integer.toUnsignedLong(guest.memory().getInt(address)) * bytesPerCharacter;
            byte[] bytes = guest.memory().getBytes(Integer.toUnsignedLong(address) + Integer.BYTES, length);
            return charset == null ? bytes : new String(bytes, charset);
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            byte[] bytes;
            if (value instanceof String text) {
                bytes = text.getBytes(Objects.requireNonNullElse(charset, StandardCharsets.ISO_8859_1));
            } else if (value instanceof byte[] given && bytesPerCharacter == 1) {
                bytes = given;
            } else {
                throw mismatch(value);
            }
            int address = guest.allocate(Math.addExact(Integer.BYTES + bytesPerCharacter, bytes.length));
            cleanup.add(() -> guest.free(address));
            long start = Integer.toUnsignedLong(address) + Integer.BYTES;
            guest.memory().putInt(address, bytes.length / bytesPerCharacter);
            guest.memory().putBytes(start, bytes);
            guest.memory().putBytes(start + bytes.length, new byte[bytesPerCharacter]);
            return address;
        }
    }

    /** {@code emscripten::val} and {@code std::optional}: the handle of a Java object. */
    static final class Any extends BoundType {
        private final ValueHandles handles;

        Any(Guest guest, String name, ValueHandles handles) {
            super(guest, name);
            this.handles = handles;
        }

        @Override
        @Nullable
        Object fromWire(Number wire) {
            Object value = handles.get(wire.intValue());
            handles.release(wire.intValue());
            return value;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            return handles.add(value);
        }
    }

    /** An enumeration; its values are their names, or a number that has none. */
    static final class Choice extends BoundType {
        private final BoundType number;
        private final Map<String, Integer> values = new LinkedHashMap<>();
        private final Map<Integer, String> names = new HashMap<>();

        Choice(Guest guest, String name, int bytes, boolean signed) {
            super(guest, name);
            number = new Whole(guest, name, bytes, signed);
        }

        void add(String value, int wire) {
            values.put(value, wire);
            names.putIfAbsent(wire, value);
        }

        @Override
        @Nullable
        Object fromWire(Number wire) {
            String value = names.get(wire.intValue());
            return value == null ? number.fromWire(wire) : value;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            if (value instanceof String text) {
                Integer wire = values.get(text);
                if (wire == null) {
                    throw new IllegalArgumentException("'" + name() + "' has no value '" + text + "'");
                }
                return wire;
            }
            return number.toWire(value, cleanup);
        }

        @Override
        @Nullable
        Object read(int address) {
            return fromWire((Number) Objects.requireNonNull(number.read(address)));
        }
    }

    /** A range of memory, which becomes an array. Only guests pass it. */
    static final class View extends BoundType {
        private final int element;

        /** @param element the index of JavaScript's array in Emscripten: of i8, u8, i16, u16, i32, u32, f32, f64 */
        View(Guest guest, String name, int element) {
            super(guest, name);
            this.element = element;
        }

        @Override
        Object fromWire(Number wire) {
            return read(wire.intValue());
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            throw mismatch(value);
        }

        @Override
        Object read(int address) {
            Memory memory = memory();
            long count = Integer.toUnsignedLong(memory.getInt(address));
            long start = Integer.toUnsignedLong(memory.getInt(Integer.toUnsignedLong(address) + Integer.BYTES));
            int shift = element < 6 ? element / 2 : element - 4;
            var bytes = memory.view(start, count << shift).order(ByteOrder.LITTLE_ENDIAN);
            int length = (int) count;
            switch (element) {
                case 0, 1 -> {
                    byte[] array = new byte[length];
                    bytes.get(array);
                    return array;
                }
                case 2, 3 -> {
                    short[] array = new short[length];
                    bytes.asShortBuffer().get(array);
                    return array;
                }
                case 4, 5 -> {
                    int[] array = new int[length];
                    bytes.asIntBuffer().get(array);
                    return array;
                }
                case 6 -> {
                    float[] array = new float[length];
                    bytes.asFloatBuffer().get(array);
                    return array;
                }
                default -> {
                    double[] array = new double[length];
                    bytes.asDoubleBuffer().get(array);
                    return array;
                }
            }
        }
    }

    /** A structure that passes as its fields, as a map by their names, or as a list if they have none. */
    static final class Structure extends BoundType {
        private static final int MAX_NESTED = 64;

        private final Embind embind;
        private final boolean named;
        private final int constructor;
        private final int destructor;
        private final List<BoundProperty> fields = new ArrayList<>();
        private int nested;

        Structure(Embind embind, String name, boolean named, int constructor, int destructor) {
            super(embind.guest(), name);
            this.embind = embind;
            this.named = named;
            this.constructor = constructor;
            this.destructor = destructor;
        }

        void add(BoundProperty field) {
            fields.add(field);
        }

        @Override
        Object fromWire(Number wire) {
            enter();
            try {
                Map<String, @Nullable Object> byName = new LinkedHashMap<>();
                List<@Nullable Object> inOrder = new ArrayList<>();
                for (BoundProperty each : fields) {
                    Object value = each.get(embind, wire.intValue());
                    byName.put(each.name(), value);
                    inOrder.add(value);
                }
                destroy(wire.intValue());
                return named ? byName : inOrder;
            } finally {
                nested--;
            }
        }

        private void destroy(int address) {
            embind.invoke(destructor, address);
        }

        /** Guests may say that a structure is a field of itself. */
        private void enter() {
            if (nested >= MAX_NESTED) {
                throw new AbortException("values of '" + name() + "' contain one another");
            }
            nested++;
        }

        @Override
        Number toWire(@Nullable Object value, Cleanup cleanup) {
            List<@Nullable Object> values = new ArrayList<>();
            if (named && value instanceof Map<?, ?> map) {
                for (BoundProperty each : fields) {
                    if (!map.containsKey(each.name())) {
                        throw new IllegalArgumentException("'" + name() + "' needs the field '" + each.name() + "'");
                    }
                    values.add(map.get(each.name()));
                }
            } else if (!named && value instanceof List<?> list && list.size() == fields.size()) {
                values.addAll(list);
            } else {
                throw mismatch(value);
            }
            enter();
            try {
                int address = embind.invoke(constructor).intValue();
                cleanup.add(() -> destroy(address));
                for (int i = 0; i < fields.size(); i++) {
                    fields.get(i).set(embind, address, values.get(i));
                }
                return address;
            } finally {
                nested--;
            }
        }
    }
}
