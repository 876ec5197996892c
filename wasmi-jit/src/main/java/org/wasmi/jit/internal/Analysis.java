package org.wasmi.jit.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.Op;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.ValType;

/**
 * The data flow of code: its basic blocks, and which definitions of slots reach which uses. Definitions and uses that
 * belong together are a web; what they do with the value tells its type. A slot is live at the start of a block if a
 * use there asked for a definition before.
 *
 * <p>The halves of a slot are looked at apart: what is here called a slot is the number of a slot for its numeric half,
 * and for its reference half that number and {@link #slots}.
 */
final class Analysis {
    private static final int[] NONE = {};

    /** What a definition or use says of the type. */
    static final int I32 = 1;

    static final int I64 = 2;
    static final int F32 = 4;
    static final int F64 = 8;

    /** That a use wants 64 bits, of whatever type. */
    static final int USES_64 = 16;

    /** That a definition has 64 bits, of whatever type. */
    static final int DEFINES_64 = 32;

    /** That it is a reference. */
    private static final int REF = 64;

    /** More than this of blocks and slots live in them is too much to look at. */
    private static final int MAX_LIVE = 2_000_000;

    private final Shape shape;
    private final FuncType type;
    /** The number of the frame's slots. */
    final int slots;

    /** Whether the code touches references. */
    final boolean references;

    /** Whether the code has tail calls of other functions. */
    final boolean tailCalls;

    /** The number of halves. */
    private final int halves;

    /** Tables with more entries are divided. */
    private static final int MAX_ENTRIES = 256;

    final List<Insn> insns = new ArrayList<>();

    /** How many instructions the code has; a branch by a long table is one of them, and several here. */
    int instructions;

    final List<Block> blocks = new ArrayList<>();

    /** The handlers of exceptions, by number. */
    final List<HandlerTable.Handler> handlers;

    /** By position of the code: the instruction, or -1. */
    private final int[] insnAt;

    private final IntMap live = new IntMap();
    private final IntMap last = new IntMap();
    private final Deque<long[]> asked = new ArrayDeque<>();

    /** The webs on entry: arguments, and zeros. */
    final int[] entryWebs;

    private int[] parents = new int[256];
    private int[] facts = new int[256];
    private int webs;

    /** By block: the slots that are live at its start. */
    final List<int[]> liveSlots = new ArrayList<>();

    /**
     * Looks at code.
     *
     * @param function the index of the function
     * @param maxBlock what a block may weigh before another one begins
     */
    Analysis(Code code, int function, FuncType type, Shape shape, int maxBlock) {
        this.shape = shape;
        this.type = type;
        this.slots = code.frame().slots();
        this.references = code.frame().references();
        this.handlers = code.handlers().handlers();
        this.halves = references ? 2 * slots : slots;
        insnAt = new int[code.length() + 1];
        entryWebs = new int[Math.max(1, halves)];
        Arrays.fill(insnAt, -1);
        Arrays.fill(entryWebs, -1);
        decode(code, function);
        tailCalls = insns.stream().anyMatch(Insn::isTailCall);
        findBlocks(maxBlock);
        findWebs();
        shareTypes();
        collectLive();
    }

    /**
     * {@return by block, how many loops go round over the place before it: from behind it to a block before}
     */
    int[] crossings() {
        int[] crossing = new int[blocks.size() + 1];
        for (Block block : blocks) {
            for (Block next : block.successors) {
                if (next.number <= block.number) {
                    crossing[next.number + 1]++;
                    crossing[block.number + 1]--;
                }
            }
        }
        for (int i = 1; i < crossing.length; i++) {
            crossing[i] += crossing[i - 1];
        }
        return crossing;
    }

    Insn insn(int number) {
        return insns.get(number);
    }

    /** {@return the half of a slot that holds values of a kind} */
    int half(int slot, Kind kind) {
        return kind == Kind.REF ? slots + slot : slot;
    }

    /** {@return the slot that a half belongs to} */
    int slotOf(int half) {
        return half < slots ? half : half - slots;
    }

    /** {@return the block that begins at a position} */
    Block blockAt(int position) {
        int low = 0;
        int high = blocks.size() - 1;
        int number = insnAt[position];
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).first <= number) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return blocks.get(low);
    }

    private void decode(Code code, int function) {
        InstructionDecoder decoder = Encodings.decoder(code);
        while (decoder.next()) {
            Op op = decoder.op();
            List<OperandKind> kinds = op.format().operands();
            int[] operands = new int[kinds.size()];
            Insn insn = new Insn(op, instructions++, decoder.position(), decoder.end(), operands);
            for (int i = 0; i < operands.length; i++) {
                switch (kinds.get(i)) {
                    case IMM64, OFFSET64 -> {
                        insn.upper = decoder.wide(i);
                        insn.wide = kinds.indexOf(kinds.get(i)) == i ? insn.upper : insn.wide;
                    }
                    case BRANCH -> insn.targets = new int[] {decoder.target(i)};
                    case TARGETS -> {
                        operands[i] = decoder.operand(i);
                        insn.targets = new int[operands[i]];
                        for (int entry = 0; entry < operands[i]; entry++) {
                            insn.targets[entry] = decoder.target(i, entry);
                        }
                    }
                    default -> operands[i] = decoder.operand(i);
                }
            }
            insn.callsItself = op == Op.RETURN_CALL && operands[0] == function;
            insn.handlers = handlersOf(insn);
            insnAt[insn.at] = insns.size();
            for (Insn each : op == Op.BR_TABLE ? parts(insn) : List.of(insn)) {
                insns.add(each);
                new Accesses(each).add();
            }
        }
    }

    /** Divides a branch by a long table, which would have no room in a method. */
    private static List<Insn> parts(Insn insn) {
        int entries = insn.targets.length - 1;
        if (entries <= MAX_ENTRIES) {
            return List.of(insn);
        }
        List<Insn> parts = new ArrayList<>();
        for (int from = 0; from < entries; from += MAX_ENTRIES) {
            Insn part = new Insn(insn.op, insn.number, insn.at, insn.end, insn.operands);
            part.firstEntry = from;
            part.hasRest = entries - from > MAX_ENTRIES;
            part.targets =
                    Arrays.copyOfRange(insn.targets, from, part.hasRest ? from + MAX_ENTRIES : insn.targets.length);
            parts.add(part);
        }
        return parts;
    }

    /** {@return the numbers of the handlers that may catch what an instruction throws} */
    private int[] handlersOf(Insn insn) {
        boolean throwing = insn.op.kind() == Op.Kind.THROW || (insn.op.isCall() && !insn.op.terminates());
        if (!throwing || handlers.isEmpty()) {
            return NONE;
        }
        int[] numbers = new int[handlers.size()];
        int count = 0;
        for (int i = 0; i < handlers.size(); i++) {
            if (handlers.get(i).covers(insn.at)) {
                numbers[count++] = i;
                if (!handlers.get(i).clause().hasTag()) {
                    break;
                }
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Finds out which slots an instruction reads and writes. */
    private final class Accesses {
        private final Insn insn;
        private int[] slotsRead = new int[4];
        private int[] typesRead = new int[4];
        private int reads;
        private int[] slotsWritten = new int[2];
        private int[] typesWritten = new int[2];
        private int writes;

        Accesses(Insn insn) {
            this.insn = insn;
        }

        void add() {
            Op op = insn.op;
            switch (op) {
                case CALL_REF -> {
                    readReference(insn.operands[1]);
                    call(shape.types().function(insn.operands[0]), insn.operands[2]);
                }
                case RETURN_CALL, RETURN_CALL_IMPORT ->
                    list(shape.functions().get(insn.operands[0]).params(), insn.operands[1], true);
                case RETURN_CALL_INDIRECT -> {
                    read(insn.operands[2], I32);
                    list(shape.types().function(insn.operands[0]).params(), insn.operands[3], true);
                }
                case RETURN_CALL_REF -> {
                    readReference(insn.operands[1]);
                    list(shape.types().function(insn.operands[0]).params(), insn.operands[2], true);
                }
                case CALL, CALL_IMPORT -> call(shape.functions().get(insn.operands[0]), insn.operands[1]);
                case CALL_INDIRECT -> {
                    read(insn.operands[2], I32);
                    call(shape.types().function(insn.operands[0]), insn.operands[3]);
                }
                case RETURN -> list(type.results(), 0, true);
                case RETURN_S -> read(insn.operands[0], factOf(type.results().get(0)));
                case RETURN_REF -> readReference(insn.operands[0]);
                case RETURN_SPAN, RETURN_SPAN_REFS -> list(type.results(), insn.operands[0], true);
                case COPY_SPAN -> {
                    for (int i = 0; i < insn.operands[2]; i++) {
                        read(insn.operands[1] + i, 0);
                        write(insn.operands[0] + i, 0);
                    }
                }
                case COPY_SPAN_REFS -> {
                    for (int i = 0; i < insn.operands[2]; i++) {
                        read(insn.operands[1] + i, 0);
                        write(insn.operands[0] + i, 0);
                    }
                    for (int i = 0; i < insn.operands[2]; i++) {
                        readReference(insn.operands[1] + i);
                        writeReference(insn.operands[0] + i);
                    }
                }
                case STRUCT_NEW -> {
                    StructType struct = (StructType) shape.types().composite(insn.operands[1]);
                    list(
                            struct.fields().stream()
                                    .map(each -> each.storage().unpacked())
                                    .toList(),
                            insn.operands[2],
                            true);
                    writeReference(insn.operands[0]);
                }
                case ARRAY_NEW_FIXED -> {
                    ArrayType array = (ArrayType) shape.types().composite(insn.operands[1]);
                    ValType element = array.element().storage().unpacked();
                    list(Collections.nCopies(insn.operands[3] / element.slots(), element), insn.operands[2], true);
                    writeReference(insn.operands[0]);
                }
                case THROW, THROW_REFS ->
                    list(shape.tags().get(insn.operands[0]).params(), insn.operands[1], true);
                case COPY2 -> {
                    read(insn.operands[1], 0);
                    read(insn.operands[2], 0);
                    write(insn.operands[0], 0);
                    write(insn.operands[0] + 1, 0);
                }
                default -> operands();
            }
            insn.useSlots = Arrays.copyOf(slotsRead, reads);
            insn.useTypes = Arrays.copyOf(typesRead, reads);
            insn.useWebs = new int[reads];
            insn.defSlots = Arrays.copyOf(slotsWritten, writes);
            insn.defTypes = Arrays.copyOf(typesWritten, writes);
            insn.defWebs = new int[writes];
        }

        private void call(FuncType callee, int frame) {
            list(callee.params(), frame, true);
            list(callee.results(), frame, false);
        }

        private void list(List<ValType> types, int from, boolean reads) {
            int slot = from;
            for (ValType each : types) {
                int half = each.isReference() ? slots + slot : slot;
                for (int i = 0; i < each.slots(); i++) {
                    if (reads) {
                        read(half + i, factOf(each));
                    } else {
                        write(half + i, factOf(each));
                    }
                }
                slot += each.slots();
            }
        }

        private void readReference(int slot) {
            read(slots + slot, REF);
        }

        private void writeReference(int slot) {
            write(slots + slot, REF);
        }

        private void operands() {
            Op op = insn.op;
            List<OperandKind> kinds = op.format().operands();
            for (int i = 0; i < kinds.size(); i++) {
                OperandKind kind = kinds.get(i);
                if (kind == OperandKind.SLOT) {
                    SlotType slotType = op.type(i).orElseThrow();
                    if (slotType == SlotType.REF) {
                        readReference(insn.operands[i]);
                        continue;
                    }
                    for (int k = 0; k < slotType.slots(); k++) {
                        read(insn.operands[i] + k, useFact(slotType));
                    }
                } else if (kind == OperandKind.RESULT) {
                    SlotType slotType = op.results().get(0);
                    if (slotType == SlotType.REF) {
                        writeReference(insn.operands[i]);
                        continue;
                    }
                    for (int k = 0; k < slotType.slots(); k++) {
                        write(insn.operands[i] + k, defFact(slotType));
                    }
                } else if (kind == OperandKind.RESULT_PAIR) {
                    write(insn.operands[i], defFact(op.results().get(0)));
                    write(insn.operands[i] + 1, defFact(op.results().get(1)));
                } else if (kind.isSlot()) {
                    throw new Declined(op + " is not compiled");
                }
            }
        }

        private int useFact(SlotType slotType) {
            if (slotType == SlotType.WORD) {
                return switch (insn.op) {
                    case GLOBAL_SET -> factOf(shape.globals().get(insn.operands[0]));
                    default -> isNarrow(insn.op) && !insn.op.operator().equals("store64") ? 0 : USES_64;
                };
            }
            return factOf(slotType);
        }

        private int defFact(SlotType slotType) {
            if (slotType == SlotType.WORD) {
                return switch (insn.op) {
                    case GLOBAL_GET -> factOf(shape.globals().get(insn.operands[1]));
                    case CONST64 -> DEFINES_64;
                    default -> isNarrow(insn.op) && !insn.op.operator().equals("load64") ? 0 : DEFINES_64;
                };
            }
            return factOf(slotType);
        }

        private void read(int slot, int fact) {
            if (reads == slotsRead.length) {
                slotsRead = Arrays.copyOf(slotsRead, 2 * reads);
                typesRead = Arrays.copyOf(typesRead, 2 * reads);
            }
            slotsRead[reads] = slot;
            typesRead[reads++] = fact;
        }

        private void write(int slot, int fact) {
            if (writes == slotsWritten.length) {
                slotsWritten = Arrays.copyOf(slotsWritten, 2 * writes);
                typesWritten = Arrays.copyOf(typesWritten, 2 * writes);
            }
            slotsWritten[writes] = slot;
            typesWritten[writes++] = fact;
        }
    }

    /** {@return whether 32 bits do for the words of an instruction, or other instructions tell how many are needed} */
    private static boolean isNarrow(Op op) {
        if (op == Op.ARRAY_SET8 || op == Op.ARRAY_SET16 || op == Op.ARRAY_SET32 || op == Op.ARRAY_GET32_SS) {
            return true;
        }
        return switch (op.kind()) {
            case COPY, CONSTANT, SELECT, LOAD, STORE -> true;
            default -> false;
        };
    }

    private static int factOf(SlotType slotType) {
        return switch (slotType) {
            case I32 -> I32;
            case I64, V128 -> I64;
            case F32 -> F32;
            case F64 -> F64;
            case WORD -> USES_64 | DEFINES_64;
            case REF -> REF;
            case BOTH -> throw new IllegalStateException("one half at a time");
        };
    }

    private static int factOf(ValType valType) {
        if (valType instanceof NumType number) {
            return switch (number) {
                case I32 -> I32;
                case I64 -> I64;
                case F32 -> F32;
                case F64 -> F64;
            };
        }
        return valType.isReference() ? REF : I64;
    }

    /** {@return about how many bytes all instructions take} */
    int weight() {
        long sum = 0;
        for (Insn each : insns) {
            sum += FunctionEmitter.weight(each);
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private void findBlocks(int maxBlock) {
        boolean[] starts = new boolean[insns.size() + 1];
        starts[0] = true;
        for (int i = 0; i < insns.size(); i++) {
            Insn insn = insns.get(i);
            starts[i] |= shape.metered() && insn.op == Op.CONSUME_FUEL;
            for (int target : insn.targets) {
                starts[insnAt[target]] = true;
            }
            for (int number : insn.handlers) {
                starts[insnAt[handlers.get(number).target()]] = true;
            }
            if (insn.targets.length > 0 || insn.handlers.length > 0 || insn.op.terminates()) {
                starts[i + 1] = true;
            }
        }
        int weight = 0;
        for (int i = 0; i < insns.size(); i++) {
            weight += FunctionEmitter.weight(insns.get(i));
            if (starts[i] || weight > maxBlock) {
                blocks.add(new Block(blocks.size(), i));
                weight = FunctionEmitter.weight(insns.get(i));
            }
            blocks.get(blocks.size() - 1).end = i + 1;
        }
        for (Block block : blocks) {
            Insn insn = insns.get(block.end - 1);
            for (int target : insn.targets) {
                connect(block, blockAt(target));
            }
            for (int number : insn.handlers) {
                connect(block, blockAt(handlers.get(number).target()));
            }
            if (insn.callsItself) { // with other values in all slots: none goes on
                block.successors.add(blocks.get(0));
            }
            if (!insn.terminates()) {
                connect(block, blocks.get(block.number + 1));
            }
            for (Block next : block.successors) {
                next.beginsLoop |= next.number <= block.number;
            }
        }
    }

    private static void connect(Block from, Block to) {
        if (!from.successors.contains(to)) {
            from.successors.add(to);
            to.predecessors.add(from);
        }
    }

    private long key(Block block, int slot) {
        return (long) block.number * halves + slot;
    }

    private void findWebs() {
        int[] current = new int[halves];
        int[] seenIn = new int[halves];
        for (Block block : blocks) {
            int stamp = block.number + 1;
            int count = 0;
            int[] touched = new int[16];
            for (int i = block.first; i < block.end; i++) {
                Insn insn = insns.get(i);
                for (int k = 0; k < insn.useSlots.length; k++) {
                    int slot = insn.useSlots[k];
                    int web = seenIn[slot] == stamp ? current[slot] : liveIn(block, slot);
                    insn.useWebs[k] = web;
                    facts[web] |= insn.useTypes[k];
                }
                for (int k = 0; k < insn.defSlots.length; k++) {
                    int slot = insn.defSlots[k];
                    int web = newWeb();
                    facts[web] |= insn.defTypes[k];
                    insn.defWebs[k] = web;
                    if (seenIn[slot] != stamp) {
                        seenIn[slot] = stamp;
                        if (count == touched.length) {
                            touched = Arrays.copyOf(touched, 2 * count);
                        }
                        touched[count++] = slot;
                    }
                    current[slot] = web;
                }
            }
            for (int k = 0; k < count; k++) {
                last.put(key(block, touched[k]), current[touched[k]]);
            }
        }
        while (!asked.isEmpty()) {
            long[] each = asked.remove();
            Block block = blocks.get((int) each[0]);
            int slot = (int) each[1];
            int web = live.get(key(block, slot));
            if (block.number == 0) {
                union(web, entry(slot));
            }
            for (Block before : block.predecessors) {
                int reaching = last.get(key(before, slot));
                union(web, reaching >= 0 ? reaching : liveIn(before, slot));
            }
        }
    }

    private int entry(int slot) {
        if (entryWebs[slot] < 0) {
            int web = newWeb();
            int params = 0;
            for (ValType each : type.params()) {
                int half = each.isReference() ? slots + params : params;
                if (half <= slot && slot < half + each.slots()) {
                    facts[web] |= factOf(each);
                }
                params += each.slots();
            }
            entryWebs[slot] = web;
        }
        return entryWebs[slot];
    }

    private int liveIn(Block block, int slot) {
        long key = key(block, slot);
        int web = live.get(key);
        if (web < 0) {
            web = newWeb();
            live.put(key, web);
            if (live.size() > MAX_LIVE) {
                throw new Declined("too many slots are live in too many blocks");
            }
            asked.add(new long[] {block.number, slot});
        }
        return web;
    }

    private int newWeb() {
        if (webs == parents.length) {
            parents = Arrays.copyOf(parents, 2 * webs);
            facts = Arrays.copyOf(facts, 2 * webs);
        }
        parents[webs] = webs;
        return webs++;
    }

    private int root(int web) {
        int at = web;
        while (parents[at] != at) {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }
        return at;
    }

    private void union(int a, int b) {
        int x = root(a);
        int y = root(b);
        if (x != y) {
            parents[y] = x;
            facts[x] |= facts[y];
        }
    }

    /** Gives values that are copied the type of what they are copied from, and the other way round. */
    private void shareTypes() {
        for (Insn insn : insns) {
            switch (insn.op) {
                case COPY, COPY_REF -> union(insn.defWebs[0], insn.useWebs[0]);
                case COPY2, COPY_SPAN, COPY_SPAN_REFS -> {
                    for (int i = 0; i < insn.defWebs.length; i++) {
                        union(insn.defWebs[i], insn.useWebs[i]);
                    }
                }
                default -> {
                    if (insn.op.kind() == Op.Kind.SELECT && insn.op != Op.SELECT_V128) {
                        union(insn.defWebs[0], insn.useWebs[0]);
                        union(insn.defWebs[0], insn.useWebs[1]);
                    }
                }
            }
        }
    }

    private void collectLive() {
        int[] counts = new int[blocks.size()];
        List<int[]> slotsOf = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            slotsOf.add(new int[4]);
        }
        live.forEachKey(key -> {
            int block = (int) (key / halves);
            int[] known = slotsOf.get(block);
            if (counts[block] == known.length) {
                known = Arrays.copyOf(known, 2 * known.length);
                slotsOf.set(block, known);
            }
            known[counts[block]++] = (int) (key % halves);
        });
        for (int i = 0; i < counts.length; i++) {
            int[] sorted = Arrays.copyOf(slotsOf.get(i), counts[i]);
            Arrays.sort(sorted);
            liveSlots.add(sorted);
        }
    }

    /** {@return the kind of what a web holds} */
    Kind kind(int web) {
        int fact = facts[root(web)];
        if ((fact & REF) != 0) {
            return Kind.REF;
        }
        int types = fact & (I32 | I64 | F32 | F64);
        boolean wide = (fact & USES_64) != 0;
        return switch (types) {
            case 0 -> (fact & (USES_64 | DEFINES_64)) != 0 ? Kind.LONG : Kind.INT;
            case I32, I32 | F32 -> wide ? Kind.LONG : Kind.INT;
            case F32 -> wide ? Kind.LONG : Kind.FLOAT;
            case F64 -> Kind.DOUBLE;
            default -> Kind.LONG;
        };
    }

    /** {@return the kind of a slot that is live at the start of a block} */
    Kind kindOfLive(Block block, int slot) {
        return kind(live.get(key(block, slot)));
    }

    /** What keeps code from being compiled. */
    static final class Declined extends RuntimeException {
        private static final long serialVersionUID = 1;

        Declined(String reason) {
            super(reason, null, false, false);
        }
    }
}
