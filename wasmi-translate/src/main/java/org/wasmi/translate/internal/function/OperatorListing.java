package org.wasmi.translate.internal.function;

import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.text.FloatText;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.internal.binary.BinaryReader;

/** Reads the operators of a function body as text (Wasm specification, 6.5). */
public final class OperatorListing {
    private static final int MEMORY_INDEX_FLAG = 0x40;

    /** The number of types where it does not matter whether they exist. */
    private static final int ANY_TYPE = Integer.MAX_VALUE;

    /** Takes operators, one after the other. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Takes an operator.
         *
         * @param offset where it begins, in bytes from the start of the module
         * @param nesting the number of blocks around it, the function itself not counted
         * @param text the operator in the text format
         */
        void operator(int offset, int nesting, String text);
    }

    /** Takes the declarations of locals, one after the other. */
    @FunctionalInterface
    public interface LocalsListener {

        /**
         * Takes a declaration.
         *
         * @param count how many locals it declares, unsigned
         * @param type their type
         */
        void locals(int count, ValType type);
    }

    private final BinaryReader reader;
    private final StringBuilder text = new StringBuilder();

    private OperatorListing(BinaryReader reader) {
        this.reader = reader;
    }

    /**
     * Reads a function body.
     *
     * @param body a reader of the body
     * @param listener takes the operators
     */
    public static void read(BinaryReader body, Listener listener) {
        new OperatorListing(body).operators(listener);
    }

    /**
     * Reads the declarations of locals that a function body begins with.
     *
     * @param body a reader of the body
     * @param listener takes the declarations
     */
    public static void readLocals(BinaryReader body, LocalsListener listener) {
        for (int left = body.count(); left > 0; left--) {
            int count = body.u32();
            listener.locals(count, body.valType(ANY_TYPE));
        }
    }

    private void operators(Listener listener) {
        readLocals(reader, (count, type) -> {});
        int nesting = 0;
        while (reader.remaining() > 0) {
            int at = reader.position();
            WasmOpcode opcode = WasmOpcode.read(reader);
            text.setLength(0);
            text.append(opcode.text());
            immediates(opcode.immediates());
            switch (opcode) {
                case ELSE, CATCH, CATCH_ALL, DELEGATE, END -> nesting = Math.max(nesting - 1, 0);
                default -> {}
            }
            listener.operator(at, nesting, text.toString());
            switch (opcode) {
                case BLOCK, LOOP, IF, ELSE, TRY_TABLE, TRY, CATCH, CATCH_ALL -> nesting++;
                default -> {}
            }
        }
    }

    private void immediates(Immediates immediates) {
        switch (immediates) {
            case NONE -> {}
            case BLOCK_TYPE -> blockType();
            case CATCHES -> {
                blockType();
                catches();
            }
            case LABEL, TAG, LOCAL, GLOBAL, FUNC, TABLE, ELEM, DATA, TYPE -> index(reader.u32());
            case LABELS -> labels();
            case TYPES -> types();
            case TYPE_TABLE -> {
                int type = reader.u32();
                indexUnlessZero(reader.u32());
                text.append(" (type ").append(Integer.toUnsignedString(type)).append(')');
            }
            case TYPE_FIELD, TYPE_COUNT, TYPE_DATA, TYPE_ELEM, TYPE_TYPE -> {
                index(reader.u32());
                index(reader.u32());
            }
            case HEAP_TYPE -> text.append(' ').append(reader.heapType(ANY_TYPE));
            case REF -> reference(false);
            case REF_OR_NULL -> reference(true);
            case CAST -> {
                int flags = reader.u8();
                index(reader.u32());
                reference((flags & ReferenceOperators.FIRST_OR_NULL) != 0);
                reference((flags & ReferenceOperators.SECOND_OR_NULL) != 0);
            }
            case MEMORY -> indexUnlessZero(reader.u32());
            case TABLE_TABLE, MEMORY_MEMORY -> {
                int first = reader.u32();
                int second = reader.u32();
                if ((first | second) != 0) {
                    index(first);
                    index(second);
                }
            }
            case ELEM_TABLE, DATA_MEMORY -> {
                int segment = reader.u32();
                indexUnlessZero(reader.u32());
                index(segment);
            }
            case MEMARG8, MEMARG16, MEMARG32, MEMARG64, MEMARG128 -> memArg(immediates.naturalAlignment());
            case MEMARG8_LANE, MEMARG16_LANE, MEMARG32_LANE, MEMARG64_LANE -> {
                memArg(immediates.naturalAlignment());
                index(reader.u8());
            }
            case LANE16, LANE8, LANE4, LANE2 -> index(reader.u8());
            case SHUFFLE -> {
                for (int i = 0; i < 16; i++) {
                    index(reader.u8());
                }
            }
            case RESERVED -> reader.u8();
            case I32 -> text.append(' ').append(reader.s32());
            case I64 -> text.append(' ').append(reader.s64());
            case F32 -> text.append(' ').append(FloatText.ofF32(reader.f32()));
            case F64 -> text.append(' ').append(FloatText.ofF64(reader.f64()));
            case V128 -> {
                text.append(" i32x4");
                for (int i = 0; i < 4; i++) {
                    text.append(" 0x").append(Integer.toHexString(reader.f32()));
                }
            }
        }
    }

    private void index(int index) {
        text.append(' ').append(Integer.toUnsignedString(index));
    }

    private void indexUnlessZero(int index) {
        if (index != 0) {
            index(index);
        }
    }

    private void reference(boolean nullable) {
        text.append(' ').append(new RefType(nullable, reader.heapType(ANY_TYPE)));
    }

    private void blockType() {
        int at = reader.position();
        long code = reader.blockType();
        if (code >= 0) {
            text.append(" (type ").append(code).append(')');
        } else if (code != BinaryReader.EMPTY_BLOCK_TYPE) {
            result(reader.valType((int) code, at, ANY_TYPE));
        }
    }

    private void result(ValType type) {
        text.append(" (result ").append(type).append(')');
    }

    private void types() {
        for (int left = reader.count(); left > 0; left--) {
            result(reader.valType(ANY_TYPE));
        }
    }

    private void catches() {
        for (int left = reader.count(); left > 0; left--) {
            int at = reader.position();
            HandlerTable.Clause clause = ExceptionOperators.clause(reader.u8(), at);
            text.append(" (").append(clause);
            if (clause.hasTag()) {
                index(reader.u32());
            }
            index(reader.u32());
            text.append(')');
        }
    }

    private void labels() {
        for (int left = reader.count(); left >= 0; left--) {
            index(reader.u32());
        }
    }

    private void memArg(int naturalAlignment) {
        int flags = reader.u32();
        if ((flags & MEMORY_INDEX_FLAG) != 0) {
            index(reader.u32());
        }
        long offset = reader.u64();
        if (offset != 0) {
            text.append(" offset=").append(Long.toUnsignedString(offset));
        }
        int alignment = flags & ~MEMORY_INDEX_FLAG;
        if (alignment != naturalAlignment) {
            text.append(" align=").append(1L << alignment);
        }
    }
}
