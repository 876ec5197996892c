package org.wasmi.testkit.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Decodes expressions (Wasm specification, 5.4) and finds where their blocks end. */
final class CodeReader {
    private final Reader in;
    private final OracleTypes types;
    private final List<Instruction> code = new ArrayList<>();

    private CodeReader(Reader in, OracleTypes types) {
        this.in = in;
        this.types = types;
    }

    /** {@return the operators of an expression, the last {@code end} included} */
    static List<Instruction> expression(Reader in, OracleTypes types) {
        CodeReader reader = new CodeReader(in, types);
        reader.read();
        return reader.code;
    }

    private void read() {
        Deque<Instruction> open = new ArrayDeque<>();
        while (true) {
            Instruction next = next();
            int position = code.size();
            code.add(next);
            switch (next.opcode) {
                case 0x02, 0x03, 0x04, 0x1F -> open.push(next);
                case 0x05 -> {
                    open.element().otherwise = position;
                    open.push(next);
                }
                case 0x0B -> {
                    if (open.isEmpty()) {
                        return;
                    }
                    Instruction block = open.pop();
                    block.end = position;
                    if (block.opcode == 0x05) {
                        block = open.pop();
                        block.end = position;
                    }
                    if (block.otherwise < 0) {
                        block.otherwise = position;
                    }
                }
                default -> {}
            }
        }
    }

    private Instruction next() {
        int opcode = in.u8();
        if (opcode == 0xFC || opcode == 0xFB) {
            opcode = opcode << 8 | in.u32();
        } else if (opcode == 0xFE) {
            return atomic(0xFE00 | in.u32());
        } else if (opcode == 0xFD) {
            return vector(in.u32());
        }
        return switch (opcode) {
            case 0x02, 0x03, 0x04 -> block(opcode);
            case 0x0C, 0x0D, 0x10, 0x12, 0x14, 0x15, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3F, 0x40 ->
                new Instruction(opcode, in.u32());
            case 0xD2, 0xD5, 0xD6 -> new Instruction(opcode, in.u32());
            case 0xFC09, 0xFC0B, 0xFC0D, 0xFC0F, 0xFC10, 0xFC11 -> new Instruction(opcode, in.u32());
            case 0x11, 0x13, 0xFC08, 0xFC0A, 0xFC0C, 0xFC0E -> new Instruction(opcode, in.u32(), in.u32());
            case 0x0E -> table();
            case 0x08 -> new Instruction(opcode, in.u32());
            case 0x1F -> tryTable();
            case 0x1C -> {
                in.u32();
                in.valueType();
                yield new Instruction(opcode);
            }
            case 0x41, 0x42 -> new Instruction(opcode, in.s64());
            case 0x43 -> new Instruction(opcode, in.fixed(4));
            case 0x44 -> new Instruction(opcode, in.fixed(8));
            case 0xD0 -> new Instruction(opcode, in.s64());
            case 0xFB00, 0xFB01, 0xFB06, 0xFB07, 0xFB0B, 0xFB0C, 0xFB0D, 0xFB0E, 0xFB10 ->
                new Instruction(opcode, in.u32());
            case 0xFB02, 0xFB03, 0xFB04, 0xFB05, 0xFB08, 0xFB09, 0xFB0A, 0xFB11, 0xFB12, 0xFB13 ->
                new Instruction(opcode, in.u32(), in.u32());
            case 0xFB18, 0xFB19 -> new Instruction(opcode, in.u8(), in.u32(), in.s64(), in.s64());
            case 0xFB14, 0xFB15, 0xFB16, 0xFB17 -> new Instruction(opcode, in.s64());
            default -> opcode >= 0x28 && opcode <= 0x3E ? memory(opcode) : new Instruction(opcode);
        };
    }

    /** An operator on vectors; its opcode is {@link Instruction#VECTOR} and the code behind the prefix. */
    private Instruction vector(int code) {
        int opcode = Instruction.VECTOR | code;
        if (code <= 0x0B || code == 0x5C || code == 0x5D) {
            return memory(opcode);
        } else if (code >= 0x54 && code <= 0x5B) {
            Instruction access = memory(opcode);
            return new Instruction(opcode, access.immediates[0], access.immediates[1], in.u8());
        } else if (code == 0x0C) {
            return new Instruction(opcode, in.fixed(8), in.fixed(8));
        }
        long[] bytes = new long[code == 0x0D ? 16 : code >= 0x15 && code <= 0x22 ? 1 : 0];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = in.u8();
        }
        return new Instruction(opcode, bytes);
    }

    private Instruction block(int opcode) {
        int next = in.peek();
        if (next == 0x40) {
            in.u8();
            return new Instruction(opcode, 0, 0);
        } else if (next >= 0x69 && next <= 0x7F) {
            in.u8();
            return new Instruction(opcode, 0, 1);
        } else if (next == 0x63 || next == 0x64) {
            in.valueType();
            return new Instruction(opcode, 0, 1);
        }
        FunctionType type = types.function((int) in.s64());
        return new Instruction(opcode, type.params().size(), type.results().size());
    }

    /** The immediates are those of a block, then the kind, the tag or 0, and the label of each clause. */
    private Instruction tryTable() {
        Instruction block = block(0x1F);
        int count = in.u32();
        long[] immediates = Arrays.copyOf(block.immediates, 2 + 3 * count);
        for (int i = 2; i < immediates.length; i += 3) {
            immediates[i] = in.u8();
            immediates[i + 1] = immediates[i] < 2 ? in.u32() : 0;
            immediates[i + 2] = in.u32();
        }
        return new Instruction(0x1F, immediates);
    }

    private Instruction table() {
        long[] depths = new long[in.u32() + 1];
        for (int i = 0; i < depths.length; i++) {
            depths[i] = in.u32();
        }
        return new Instruction(0x0E, depths);
    }

    private Instruction atomic(int opcode) {
        return opcode == 0xFE03 ? new Instruction(opcode, in.u8()) : memory(opcode);
    }

    /** The immediates are the offset and the memory. */
    private Instruction memory(int opcode) {
        int alignment = in.u32();
        int memory = (alignment & 0x40) == 0 ? 0 : in.u32();
        return new Instruction(opcode, in.u64(), memory);
    }
}
