package org.wasmi.testkit.encoding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;

/**
 * A third encoding, as somebody else might write one: an instruction is its length, the code of the op counted from the
 * last one, then two ints for each operand, the upper half first. Branches are positions from the start of the code; a
 * table of targets is their number and an int for each.
 */
public final class WideEncoding implements Encoding {
    static final String NAME = "wide";

    private static final int HEADER = 2;
    private static final int LAST = Op.count() - 1;

    private static final ThreadLocal<List<RecordingEncoder>> RECORDED = ThreadLocal.withInitial(ArrayList::new);

    /** {@return what is written in this encoding by an action, an encoder for each code} */
    static List<RecordingEncoder> record(Runnable action) {
        RECORDED.get().clear();
        action.run();
        return List.copyOf(RECORDED.get());
    }

    /** For {@link java.util.ServiceLoader}. */
    public WideEncoding() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int isaVersion() {
        return Isa.VERSION;
    }

    @Override
    public InstructionEncoder encoder() {
        RecordingEncoder recording = new RecordingEncoder();
        return new ForwardingEncoder(recording) {
            @Override
            public Code finish(FrameShape frame) {
                RECORDED.get().add(recording);
                return layout(super.finish(frame));
            }
        };
    }

    @Override
    public InstructionDecoder decoder(Code code) {
        if (!code.encoding().equals(NAME)) {
            throw new IllegalArgumentException("code in the encoding '" + code.encoding() + "'");
        }
        if (code.length() != code.dataLength()) {
            throw new MalformedException("the length is not that of the data", 0);
        }
        return new Decoder(code);
    }

    private static int width(OperandKind kind, int targets) {
        return kind == OperandKind.TARGETS ? 1 + targets : 2;
    }

    private static Code layout(Code words) {
        InstructionDecoder in = Encodings.decoder(words);
        Map<Integer, Integer> places = new HashMap<>();
        int size = 0;
        while (in.next()) {
            places.put(in.position(), size);
            size += length(in);
        }
        places.put(words.length(), size);
        in.seek(0);
        List<Integer> units = new ArrayList<>();
        SourceMap.Builder sources = SourceMap.builder();
        SourceMap.Cursor source = words.sources().cursor();
        boolean more = source.next();
        while (in.next()) {
            for (; more && source.position() <= in.position(); more = source.next()) {
                sources.add(units.size(), source.byteOffset());
            }
            units.add(length(in));
            units.add(LAST - in.op().code());
            List<OperandKind> kinds = in.op().format().operands();
            for (int i = 0; i < kinds.size(); i++) {
                switch (kinds.get(i)) {
                    case IMM64, OFFSET64 -> {
                        units.add((int) (in.wide(i) >>> 32));
                        units.add((int) in.wide(i));
                    }
                    case BRANCH -> {
                        units.add(0);
                        units.add(places.get(in.target(i)));
                    }
                    case TARGETS -> {
                        units.add(in.operand(i));
                        for (int entry = 0; entry < in.operand(i); entry++) {
                            units.add(places.get(in.target(i, entry)));
                        }
                    }
                    default -> {
                        units.add(0);
                        units.add(in.operand(i));
                    }
                }
            }
        }
        int[] data = units.stream().mapToInt(unit -> unit).toArray();
        return new Code(
                NAME,
                data,
                data.length,
                words.frame(),
                sources.build(),
                words.handlers().withPositions(places::get));
    }

    private static int length(InstructionDecoder in) {
        int length = HEADER;
        List<OperandKind> kinds = in.op().format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            length += width(kinds.get(i), kinds.get(i) == OperandKind.TARGETS ? in.operand(i) : 0);
        }
        return length;
    }

    private static final class Decoder implements InstructionDecoder {
        private final Code code;
        private boolean current;
        private int start;
        private int end;

        Decoder(Code code) {
            this.code = code;
        }

        @Override
        public boolean next() {
            current = false;
            if (end == code.length()) {
                return false;
            }
            int at = end;
            if (code.length() - at < HEADER) {
                throw new MalformedException("half an instruction", at * Integer.BYTES);
            }
            int number = LAST - code.dataAt(at + 1);
            if (number < 0 || number > LAST) {
                throw new MalformedException("no such instruction", at * Integer.BYTES);
            }
            long length = HEADER;
            for (OperandKind kind : Op.of(number).format().operands()) {
                // Only the last operand can be a table.
                int targets = 0;
                if (kind == OperandKind.TARGETS) {
                    targets = at + length < code.length() ? code.dataAt(at + (int) length) : 0;
                    if (targets < 1) {
                        throw new MalformedException("no targets", at * Integer.BYTES);
                    }
                }
                length += width(kind, 0) + (long) targets;
            }
            if (length > code.length() - at || length != code.dataAt(at)) {
                throw new MalformedException("the length does not fit", at * Integer.BYTES);
            }
            start = at;
            end = at + (int) length;
            current = true;
            return true;
        }

        @Override
        public void seek(int position) {
            end = Objects.checkIndex(position, code.length() + 1);
            current = false;
        }

        @Override
        public int position() {
            checkCurrent();
            return start;
        }

        @Override
        public int end() {
            checkCurrent();
            return end;
        }

        @Override
        public Op op() {
            checkCurrent();
            return Op.of(LAST - code.dataAt(start + 1));
        }

        @Override
        public int operand(int number) {
            OperandKind kind = op().format().operands().get(number);
            if (kind == OperandKind.BRANCH || kind.words() != 1) {
                throw new IllegalArgumentException(kind + " is not 32 bits");
            }
            return code.dataAt(at(number) + (kind == OperandKind.TARGETS ? 0 : 1));
        }

        @Override
        public long wide(int number) {
            OperandKind kind = op().format().operands().get(number);
            if (kind.words() != 2) {
                throw new IllegalArgumentException(kind + " is not 64 bits");
            }
            return ((long) code.dataAt(at(number)) << 32) | Integer.toUnsignedLong(code.dataAt(at(number) + 1));
        }

        @Override
        public int target(int number) {
            OperandKind kind = op().format().operands().get(number);
            if (kind != OperandKind.BRANCH) {
                throw new IllegalArgumentException(kind + " is not a branch");
            }
            return code.dataAt(at(number) + 1);
        }

        @Override
        public int target(int number, int entry) {
            OperandKind kind = op().format().operands().get(number);
            if (kind != OperandKind.TARGETS) {
                throw new IllegalArgumentException(kind + " is not targets");
            }
            return code.dataAt(at(number) + 1 + Objects.checkIndex(entry, code.dataAt(at(number))));
        }

        @Override
        public MalformedException malformed(String message) {
            return new MalformedException(message, position() * Integer.BYTES);
        }

        private int at(int number) {
            return start + HEADER + 2 * number;
        }

        private void checkCurrent() {
            if (!current) {
                throw new IllegalStateException("not at an instruction");
            }
        }
    }
}
