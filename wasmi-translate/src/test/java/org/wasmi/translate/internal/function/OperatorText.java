package org.wasmi.translate.internal.function;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.translate.Wasm;

/**
 * Assembles operators for tests, from the words of the text format without parentheses around operators: what {@link
 * OperatorListing} prints. Floats must have hexadecimal bits, {@code f32.const 0x3f800000}, or be decimal.
 */
final class OperatorText {
    private static final Map<String, WasmOpcode> BY_TEXT = new HashMap<>();
    private static final Map<String, Integer> TYPES =
            new HashMap<>(Map.of("i32", 0x7F, "i64", 0x7E, "f32", 0x7D, "f64", 0x7C, "v128", 0x7B));

    static {
        for (AbstractHeapType each : AbstractHeapType.values()) {
            TYPES.put(each.toString(), each.code());
            TYPES.put(new RefType(true, each).toString(), each.code());
        }
    }

    static {
        for (WasmOpcode each : WasmOpcode.values()) {
            BY_TEXT.putIfAbsent(each.text(), each);
        }
    }

    private final Deque<String> words;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OperatorText(String text) {
        words = new ArrayDeque<>(List.of(text.strip().split("\\s+")));
    }

    /** Goes on with the words of another. */
    private OperatorText(Deque<String> words) {
        this.words = words;
    }

    /** {@return the operators of a text as bytes} */
    static byte[] assemble(String text) {
        OperatorText assembly = new OperatorText(text);
        while (!assembly.words.isEmpty()) {
            assembly.operator();
        }
        return assembly.out.toByteArray();
    }

    private void operator() {
        String name = words.remove();
        WasmOpcode opcode = BY_TEXT.get(name);
        if (opcode == null) {
            throw new IllegalArgumentException("no operator " + name);
        }
        if (opcode.immediates() == Immediates.REF && isNullable()) {
            opcode = opcode == WasmOpcode.REF_TEST ? WasmOpcode.REF_TEST_NULL : WasmOpcode.REF_CAST_NULL;
        }
        if (opcode == WasmOpcode.SELECT && next("(result")) {
            opcode = WasmOpcode.SELECT_TYPED;
        }
        if (opcode.prefix() != 0) {
            out.write(opcode.prefix());
            u32(opcode.code());
        } else {
            out.write(opcode.code());
        }
        immediates(opcode.immediates());
    }

    private void immediates(Immediates immediates) {
        switch (immediates) {
            case NONE -> {}
            case RESERVED -> out.write(0);
            case BLOCK_TYPE -> blockType();
            case CATCHES -> {
                blockType();
                catches();
            }
            case LABEL, TAG, LOCAL, GLOBAL, FUNC, TABLE, ELEM, DATA, TYPE -> u32(number());
            case LABELS -> labels();
            case TYPES -> types();
            case TYPE_TABLE -> {
                int table = optionalNumber();
                words.remove();
                u32(number());
                u32(table);
            }
            case TYPE_FIELD, TYPE_COUNT, TYPE_DATA, TYPE_ELEM, TYPE_TYPE -> {
                u32(number());
                u32(number());
            }
            case HEAP_TYPE -> heapType();
            case REF, REF_OR_NULL -> reference();
            case CAST -> cast();
            case MEMORY -> u32(optionalNumber());
            case TABLE_TABLE, MEMORY_MEMORY -> {
                u32(optionalNumber());
                u32(optionalNumber());
            }
            case ELEM_TABLE, DATA_MEMORY -> {
                int first = number();
                boolean two = isNumber();
                u32(two ? number() : first);
                u32(two ? first : 0);
            }
            case MEMARG8, MEMARG16, MEMARG32, MEMARG64, MEMARG128 -> memArg(immediates.naturalAlignment());
            case MEMARG8_LANE, MEMARG16_LANE, MEMARG32_LANE, MEMARG64_LANE -> laneAccess(immediates);
            case LANE16, LANE8, LANE4, LANE2 -> out.write(number());
            case SHUFFLE -> {
                for (int i = 0; i < 16; i++) {
                    out.write(number());
                }
            }
            case I32, I64 -> signed(Long.parseLong(words.remove()));
            case F32 -> {
                String word = words.remove();
                bits(word.startsWith("0x") ? Long.decode(word) : Float.floatToRawIntBits(Float.parseFloat(word)), 4);
            }
            case F64 -> {
                String word = words.remove();
                bits(
                        word.startsWith("0x")
                                ? Long.parseUnsignedLong(word.substring(2), 16)
                                : Double.doubleToRawLongBits(Double.parseDouble(word)),
                        8);
            }
            case V128 -> {
                words.remove(); // i32x4
                for (int i = 0; i < 4; i++) {
                    bits(Long.decode(words.remove()), 4);
                }
            }
        }
    }

    /** Whether the reference type that follows has the null reference. */
    private boolean isNullable() {
        return !next("(ref") || new ArrayList<>(words).get(1).equals("null");
    }

    private void cast() {
        int label = number();
        OperatorText first = new OperatorText(words);
        boolean firstOrNull = first.reference();
        boolean secondOrNull = first.reference();
        out.write((firstOrNull ? 1 : 0) | (secondOrNull ? 2 : 0));
        u32(label);
        out.writeBytes(first.out.toByteArray());
    }

    /** Writes the heap type of a reference type, and returns whether the reference may be null. */
    private boolean reference() {
        if (!next("(ref")) {
            out.write(typeCode());
            return true;
        }
        words.remove();
        boolean nullable = next("null");
        if (nullable) {
            words.remove();
        }
        heapType();
        return nullable;
    }

    private boolean isIndex() {
        return !words.isEmpty() && words.element().matches("[0-9]+\\)*");
    }

    private void heapType() {
        if (isIndex()) {
            signed(number());
        } else {
            out.write(typeCode());
        }
    }

    private void blockType() {
        if (next("(result")) {
            words.remove();
            type();
        } else if (next("(type")) {
            words.remove();
            signed(number());
        } else {
            out.write(0x40);
        }
    }

    private void types() {
        ByteArrayOutputStream types = new ByteArrayOutputStream();
        while (next("(result")) {
            words.remove();
            types.write(typeCode());
        }
        u32(types.size());
        out.writeBytes(types.toByteArray());
    }

    private void type() {
        if (next("(ref")) {
            words.remove();
            boolean nullable = next("null");
            if (nullable) {
                words.remove();
            }
            out.write(nullable ? 0x63 : 0x64);
            heapType();
        } else {
            out.write(typeCode());
        }
    }

    private int typeCode() {
        return Objects.requireNonNull(TYPES.get(word()));
    }

    private void catches() {
        ByteArrayOutputStream catches = new ByteArrayOutputStream();
        int count = 0;
        for (; next("(catch"); count++) {
            String clause = words.remove().substring(1);
            int code =
                    List.of("catch", "catch_ref", "catch_all", "catch_all_ref").indexOf(clause);
            catches.write(code);
            for (int left = code < 2 ? 2 : 1; left > 0; left--) {
                catches.writeBytes(Wasm.u32(number()));
            }
        }
        u32(count);
        out.writeBytes(catches.toByteArray());
    }

    private void labels() {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        int count = 0;
        for (; isNumber(); count++) {
            labels.writeBytes(Wasm.u32(number()));
        }
        u32(count - 1);
        out.writeBytes(labels.toByteArray());
    }

    /** The last of the numbers is the lane; where there are two, the first is the memory. */
    private void laneAccess(Immediates immediates) {
        int memory = 0;
        int first = isNumber() ? number() : -1;
        if (first >= 0 && (isNumber() || next("offset=") || next("align="))) {
            memory = first;
            first = -1;
        }
        memArg(immediates.naturalAlignment(), memory);
        out.write(first >= 0 ? first : number());
    }

    private void memArg(int naturalAlignment) {
        memArg(naturalAlignment, optionalNumber());
    }

    private void memArg(int naturalAlignment, int memory) {
        String offset = next("offset=") ? words.remove().substring("offset=".length()) : "0";
        int alignment = next("align=")
                ? Integer.numberOfTrailingZeros(Integer.parseInt(words.remove().substring("align=".length())))
                : naturalAlignment;
        u32(memory == 0 ? alignment : alignment | 0x40);
        if (memory != 0) {
            u32(memory);
        }
        u32(Integer.parseUnsignedInt(offset));
    }

    private boolean next(String start) {
        return !words.isEmpty() && words.element().startsWith(start);
    }

    private boolean isNumber() {
        return !words.isEmpty() && words.element().matches("[0-9]+");
    }

    private int optionalNumber() {
        return isNumber() ? number() : 0;
    }

    private int number() {
        return Integer.parseUnsignedInt(word());
    }

    private String word() {
        return words.remove().replace(")", "");
    }

    private void u32(int value) {
        out.writeBytes(Wasm.u32(value));
    }

    private void signed(long value) {
        long rest = value;
        while (rest < -0x40 || rest > 0x3F) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>= 7;
        }
        out.write((int) (rest & 0x7F));
    }

    private void bits(long bits, int size) {
        for (int i = 0; i < size; i++) {
            out.write((int) (bits >>> (8 * i)));
        }
    }
}
