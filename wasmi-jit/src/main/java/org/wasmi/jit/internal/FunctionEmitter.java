package org.wasmi.jit.internal;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.wasmi.encoding.Op;

/**
 * Writes the methods of a function: one, or if that would be longer than what HotSpot compiles, one for each of several
 * chunks of blocks and a driver that goes from one to the next. Chunks hand over in the machine's slots.
 */
final class FunctionEmitter {
    /** The longest method, in bytes, that HotSpot compiles is a little longer. */
    static final int MAX_BYTES = 7_900;

    /** More chunks than this make a class of some 30 MB. Their numbers have 15 bits. */
    private static final int MAX_CHUNKS = 1 << 12;

    /** More chunks than this would make a driver too long; it goes from one group of chunks to the next then. */
    private static final int MAX_CASES = 256;

    private static final int CONTEXT = 0;
    private static final int FRAME_POINTER = 1;
    private static final int LEVEL = 2;

    /** Of a chunk: where it is entered; later, with what and where the function goes on. */
    private static final int ENTRY = 3;

    private static final int ENTRY_BITS = 16;
    private static final String GROUP = "g";
    private static final String CHUNK_DESCRIPTOR = "(L" + Names.CONTEXT + ";III)I";

    private final ClassWriter out;
    private final String name;
    private final Shape shape;
    private final int function;
    private final Signature signature;
    private final Analysis analysis;
    private final LeavePoints leavePoints;
    private final Callees callees;
    private int chunkCount = 1;

    private final Payments payments;

    FunctionEmitter(
            ClassWriter out,
            String name,
            Shape shape,
            int function,
            Signature signature,
            Form form,
            Analysis analysis,
            Payments payments) {
        this.out = out;
        this.name = name;
        this.shape = shape;
        this.function = function;
        this.signature = signature;
        this.analysis = analysis;
        this.leavePoints = new LeavePoints(form, shape, analysis, new Spills(out, name));
        this.payments = payments;
        this.callees = new Callees(name, shape, form, function);
    }

    /** {@return between how many methods the instructions are divided} */
    int chunkCount() {
        return chunkCount;
    }

    /** {@return about how many bytes an instruction takes} */
    static int weight(Insn insn) {
        Op op = insn.op;
        return 40 * insn.handlers.length
                + switch (op.kind()) {
                    case COPY -> 4 * Math.max(1, insn.useSlots.length);
                    case CONSTANT, RETURN -> 6;
                    case NUMERIC -> op.relation().isPresent() ? 18 : Arithmetic.truncates(op) ? 48 : 12;
                    case SELECT -> 24;
                    case VECTOR -> 12 + 4 * (insn.useSlots.length + insn.defSlots.length);
                    case LOAD, STORE -> !op.accessesMemory0() ? 60 : op.touchesVectors() ? 56 : 28;
                    case BRANCH ->
                        op == Op.BR_TABLE
                                ? 12 + 4 * insn.targets.length
                                : op.relation().isPresent() ? 14 : 6;
                    case CALL -> 26 + 4 * insn.useSlots.length + 8 * insn.defSlots.length;
                    case FUEL -> op == Op.CONSUME_FUEL ? 29 : 60;
                    default -> 30 + 8 * (insn.useSlots.length + insn.defSlots.length);
                };
    }

    /**
     * Writes the function as one method.
     *
     * @return whether that is short enough
     */
    boolean whole() {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, bodyName(), signature.descriptor(), null, null);
        BodyEmitter.Exits exits = new BodyEmitter.Exits() {
            @Override
            public void leave(BodyEmitter from, Insn insn) {
                int count = signature.results().size();
                if (count == 1) {
                    Kind kind = signature.results().get(0);
                    from.pushResult(insn, 0, kind);
                    method.visitInsn(kind.returns);
                } else {
                    from.spillResults(insn, signature);
                    method.visitInsn(RETURN);
                }
            }

            @Override
            public void leave() {
                returnFromSlots(method);
            }

            @Override
            public void leaveByTailCall() {
                returnNothing(method);
            }

            @Override
            public void goOn(BodyEmitter from, Block block) {
                throw new IllegalStateException("all blocks are here");
            }
        };
        BodyEmitter body = new BodyEmitter(
                method,
                shape,
                function,
                analysis,
                analysis.blocks,
                HeldSlots.ALL,
                leavePoints,
                payments,
                callees,
                exits);
        method.visitCode();
        prologue(method);
        for (int i = 0; i < signature.params().size(); i++) {
            body.locals().argument(i, signature.params().get(i));
        }
        body.defineLocals();
        Block first = analysis.blocks.get(0);
        for (int half : analysis.liveSlots.get(0)) {
            if (isParameter(half)) {
                Kind is = signature.params().get(analysis.slotOf(half));
                Kind wanted = analysis.kindOfLive(first, half);
                if (is != wanted) {
                    body.locals().load(half, is);
                    is.convert(wanted, method);
                    body.locals().store(half, wanted);
                }
            }
        }
        body.emitBlocks();
        callees.write(out);
        return finish(method);
    }

    /** {@return whether a half of a slot is what an argument is in} */
    private boolean isParameter(int half) {
        int slot = analysis.slotOf(half);
        return slot < signature.params().size()
                && analysis.half(slot, signature.params().get(slot)) == half;
    }

    private static boolean finish(MethodVisitor method) {
        return finishedLength(method) <= MAX_BYTES;
    }

    private static int finishedLength(MethodVisitor method) {
        Label end = new Label();
        method.visitLabel(end);
        int length = end.getOffset();
        method.visitMaxs(0, 0);
        method.visitEnd();
        return length;
    }

    /** Leaves to the machine if there is no room for the frame; pays for it. */
    private void prologue(MethodVisitor method) {
        Label slow = new Label();
        Label counted = new Label();
        Label body = new Label();
        method.visitVarInsn(ILOAD, LEVEL);
        method.visitVarInsn(ALOAD, CONTEXT);
        method.visitFieldInsn(GETFIELD, Names.CONTEXT, "deepest", "I");
        method.visitJumpInsn(IF_ICMPLE, counted);
        method.visitVarInsn(ALOAD, CONTEXT);
        method.visitVarInsn(ILOAD, LEVEL);
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "isTooDeep", "(I)Z", false);
        method.visitJumpInsn(IFNE, slow);
        method.visitLabel(counted);
        method.visitFrame(F_SAME, 0, null, 0, null);
        if (analysis.slots <= Context.SMALL_FRAME) {
            method.visitJumpInsn(GOTO, body);
        } else {
            method.visitVarInsn(ILOAD, FRAME_POINTER);
            Constants.push(method, analysis.slots);
            method.visitInsn(IADD);
            method.visitVarInsn(ALOAD, CONTEXT);
            method.visitFieldInsn(GETFIELD, Names.CONTEXT, "maxSlots", "I");
            method.visitJumpInsn(IF_ICMPLE, body);
        }
        method.visitLabel(slow);
        method.visitFrame(F_SAME, 0, null, 0, null);
        ClassMaker.forwardOut(method, name, signature);
        method.visitLabel(body);
        method.visitFrame(F_SAME, 0, null, 0, null);
        if (shape.metered()) {
            Label paid = new Label();
            method.visitVarInsn(ILOAD, LEVEL);
            method.visitJumpInsn(IFEQ, paid);
            CallEmitter.pushPaid(method, function);
            method.visitJumpInsn(IFNE, paid);
            method.visitVarInsn(ALOAD, CONTEXT);
            Constants.push(method, function);
            method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "pay", "(I)V", false);
            method.visitLabel(paid);
            method.visitFrame(F_SAME, 0, null, 0, null);
        }
    }

    /**
     * Writes the function as chunks.
     *
     * @param sizes how much goes into a chunk, and learns from those that are written
     * @return whether all methods are short enough
     */
    boolean chunks(ChunkSizes sizes) {
        Cut cut = new Cut(sizes);
        cut.enter(analysis.blocks.get(0));
        boolean fits = driver(cut.chunks.size());
        return cut.write() && fits;
    }

    /**
     * Writes what goes on in the function where a block begins, for a frame in the machine's slots.
     *
     * @return whether all methods are short enough
     */
    boolean resumption(Block block, ChunkSizes sizes) {
        Cut cut = new Cut(sizes);
        int first = cut.enter(block);
        boolean fits = resume(cut.chunks.size(), "(L" + Names.CONTEXT + ";II)V", method -> {
            Constants.push(method, first);
            method.visitVarInsn(ISTORE, ClassMaker.FIRST_ARGUMENT);
        });
        return cut.write() && fits;
    }

    /**
     * Writes what goes on behind payments, for frames in the machine's slots.
     *
     * @param blocks those of which the payment has been made
     * @param entries where to put, by position of the payment, what to go on with
     * @return whether all methods are short enough
     */
    boolean behind(List<Block> blocks, ChunkSizes sizes, Map<Integer, Integer> entries) {
        Cut cut = new Cut(sizes);
        for (Block each : blocks) {
            entries.put(analysis.insn(each.first).at, cut.enterPaid(each));
        }
        boolean fits = resume(cut.chunks.size(), CHUNK_DESCRIPTOR.replace(")I", ")V"), method -> {});
        return cut.write() && fits;
    }

    /** The function in chunks, and where each is entered. */
    private final class Cut {
        final List<List<Block>> chunks;
        private final ChunkSizes sizes;
        private final int[] weights;
        final int[] chunkOf = new int[analysis.blocks.size()];

        /**
         * By chunk: the numbers of blocks by which they are entered, and of those that are entered behind a payment.
         */
        final List<Map<Block, Integer>> entries = new ArrayList<>();

        final List<Map<Block, Integer>> paid = new ArrayList<>();

        Cut(ChunkSizes sizes) {
            this.sizes = sizes;
            this.weights = weights(sizes);
            chunks = cut(weights, sizes.most());
            chunkCount = chunks.size();
            if (chunks.size() > MAX_CHUNKS) {
                throw new Analysis.Declined("too long: " + chunks.size() + " methods");
            }
            for (int i = 0; i < chunks.size(); i++) {
                for (Block each : chunks.get(i)) {
                    chunkOf[each.number] = i;
                }
                entries.add(new LinkedHashMap<>());
                paid.add(new LinkedHashMap<>());
            }
        }

        /** {@return what goes on at a block} */
        int enter(Block block) {
            return enter(block, entries);
        }

        int enterPaid(Block block) {
            return enter(block, paid);
        }

        private int enter(Block block, List<Map<Block, Integer>> kind) {
            int chunk = chunkOf[block.number];
            int next = entries.get(chunk).size() + paid.get(chunk).size();
            Integer known = kind.get(chunk).putIfAbsent(block, next);
            return chunk << ENTRY_BITS | (known != null ? known : next);
        }

        /** {@return whether all methods are short enough} */
        boolean write() {
            for (Block block : analysis.blocks) {
                for (Block next : block.successors) {
                    if (chunkOf[next.number] != chunkOf[block.number]) {
                        enter(next);
                    }
                }
            }
            boolean fits = true;
            for (int i = 0; i < chunks.size(); i++) {
                int length = chunk(i, this);
                int weight = chunks.get(i).stream()
                        .mapToInt(each -> weights[each.number])
                        .sum();
                sizes.measured(chunks.get(i), weight, length);
                fits = length <= MAX_BYTES && fits;
            }
            callees.write(out);
            return fits;
        }
    }

    private int[] weights(ChunkSizes sizes) {
        int[] weights = new int[analysis.blocks.size()];
        for (Block block : analysis.blocks) {
            int weight = 2 * analysis.liveSlots.get(block.number).length + leavePoints.weight(block);
            for (int i = block.first; i < block.end; i++) {
                weight += weight(analysis.insn(i));
            }
            weights[block.number] = sizes.weight(block, weight);
        }
        return weights;
    }

    /** Cuts where loops are crossed least. */
    private List<List<Block>> cut(int[] weights, int most) {
        int count = analysis.blocks.size();
        int[] crossing = analysis.crossings();
        List<List<Block>> chunks = new ArrayList<>();
        int from = 0;
        while (from < count) {
            int weight = 0;
            int to = from;
            while (to < count && (to == from || weight + weights[to] <= most)) {
                weight += weights[to++];
            }
            if (to < count) {
                int best = to;
                int seen = 0;
                for (int i = from; i < to; i++) {
                    seen += weights[i];
                    if (2 * seen > weight && crossing[i + 1] < crossing[best]) {
                        best = i + 1;
                    } else if (2 * seen > weight && crossing[i + 1] == crossing[best] && i + 1 > best) {
                        best = i + 1;
                    }
                }
                to = best;
            }
            chunks.add(analysis.blocks.subList(from, to));
            from = to;
        }
        return chunks;
    }

    private boolean driver(int chunks) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, bodyName(), signature.descriptor(), null, null);
        method.visitCode();
        prologue(method);
        int local = ClassMaker.FIRST_ARGUMENT;
        for (Kind each : signature.params()) {
            local += each.words;
        }
        int slots = local;
        int next = local + 1;
        method.visitVarInsn(ALOAD, CONTEXT);
        method.visitVarInsn(ILOAD, FRAME_POINTER);
        Constants.push(method, analysis.slots);
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "(II)[J", false);
        method.visitVarInsn(ASTORE, slots);
        if (analysis.references) {
            references(method, "claimReferences", analysis.slots);
        }
        local = ClassMaker.FIRST_ARGUMENT;
        for (int i = 0; i < signature.params().size(); i++) {
            Kind kind = signature.params().get(i);
            pushHalves(method, kind, slots);
            slot(method, i);
            method.visitVarInsn(kind.load, local);
            kind.storeHalf(method);
            local += kind.words;
        }
        for (int half : analysis.liveSlots.get(0)) {
            if (!isParameter(half)) {
                Kind kind = analysis.kindOfLive(analysis.blocks.get(0), half);
                pushHalves(method, kind, slots);
                slot(method, analysis.slotOf(half));
                Constants.push(method, kind, 0);
                kind.storeHalf(method);
            }
        }
        method.visitInsn(ICONST_0);
        method.visitVarInsn(ISTORE, next);
        dispatch(method, chunks, next, new Object[] {"[J", INTEGER});
        if (analysis.tailCalls) {
            Label returned = new Label();
            ClassMaker.pushTail(method, CONTEXT);
            method.visitJumpInsn(IFNULL, returned);
            returnNothing(method);
            method.visitLabel(returned);
            method.visitFrame(F_SAME, 0, null, 0, null);
        }
        returnFromSlots(method);
        return finish(method);
    }

    private String bodyName() {
        return analysis.tailCalls ? ClassMaker.TAIL_CALLING_BODY : ClassMaker.BODY;
    }

    /** Returns to what goes on with a tail call. */
    private void returnNothing(MethodVisitor method) {
        if (signature.results().size() == 1) {
            Kind kind = signature.results().get(0);
            Constants.push(method, kind, 0);
            method.visitInsn(kind.returns);
        } else {
            method.visitInsn(RETURN);
        }
    }

    /** Returns the results, which are in the machine's slots. */
    private void returnFromSlots(MethodVisitor method) {
        if (signature.results().size() == 1) {
            Kind kind = signature.results().get(0);
            kind.pushHalves(method, CONTEXT);
            method.visitVarInsn(ILOAD, FRAME_POINTER);
            kind.loadHalf(method);
            if (analysis.references) {
                references(method, "releaseReferences", 0);
            }
            method.visitInsn(kind.returns);
        } else {
            if (analysis.references) {
                references(method, "releaseReferences", signature.results().size());
            }
            method.visitInsn(RETURN);
        }
    }

    /** Pushes the halves that hold values of a kind; those that hold numbers are in a local. */
    private static void pushHalves(MethodVisitor method, Kind kind, int slots) {
        if (kind == Kind.REF) {
            kind.pushHalves(method, CONTEXT);
        } else {
            method.visitVarInsn(ALOAD, slots);
        }
    }

    private static void references(MethodVisitor method, String what, int slot) {
        method.visitVarInsn(ALOAD, CONTEXT);
        slot(method, slot);
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, what, "(I)V", false);
    }

    /** From one chunk to another, until the function returns with its results in slots. */
    private boolean resume(int chunks, String descriptor, Consumer<MethodVisitor> start) {
        MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, ClassMaker.BODY, descriptor, null, null);
        int next = ClassMaker.FIRST_ARGUMENT;
        method.visitCode();
        start.accept(method);
        method.visitVarInsn(ALOAD, CONTEXT);
        method.visitVarInsn(ILOAD, FRAME_POINTER);
        Constants.push(method, analysis.slots);
        method.visitMethodInsn(INVOKEVIRTUAL, Names.CONTEXT, "slots", "(II)[J", false);
        method.visitInsn(POP);
        boolean given = descriptor.contains(";III)");
        dispatch(method, chunks, next, given ? new Object[0] : new Object[] {INTEGER});
        method.visitInsn(RETURN);
        return finish(method);
    }

    private void dispatch(MethodVisitor method, int chunks, int next, Object[] added) {
        if (chunks <= MAX_CASES) {
            dispatch(method, 0, chunks, 1, next, added);
            return;
        }
        for (int from = 0; from < chunks; from += MAX_CASES) {
            MethodVisitor group =
                    out.visitMethod(ACC_PRIVATE | ACC_STATIC, GROUP + from / MAX_CASES, CHUNK_DESCRIPTOR, null, null);
            group.visitCode();
            dispatch(group, from, Math.min(chunks, from + MAX_CASES), 1, ENTRY, new Object[0]);
            group.visitVarInsn(ILOAD, ENTRY);
            group.visitInsn(IRETURN);
            finish(group);
        }
        dispatch(method, 0, (chunks + MAX_CASES - 1) / MAX_CASES, MAX_CASES, next, added);
    }

    /** Goes from one to another of some chunks, or of the groups of so many chunks. */
    private void dispatch(MethodVisitor method, int from, int to, int group, int next, Object[] added) {
        Label loop = new Label();
        Label done = new Label();
        method.visitLabel(loop);
        method.visitFrame(added.length == 0 ? F_SAME : F_APPEND, added.length, added, 0, null);
        method.visitVarInsn(ILOAD, next);
        Constants.push(method, ENTRY_BITS + Integer.numberOfTrailingZeros(group));
        method.visitInsn(ISHR);
        Label[] labels = new Label[to - from];
        for (int i = from; i < to; i++) {
            labels[i - from] = new Label();
        }
        method.visitTableSwitchInsn(from, to - 1, done, labels);
        for (int i = from; i < to; i++) {
            method.visitLabel(labels[i - from]);
            method.visitFrame(F_SAME, 0, null, 0, null);
            method.visitVarInsn(ALOAD, CONTEXT);
            method.visitVarInsn(ILOAD, FRAME_POINTER);
            method.visitVarInsn(ILOAD, LEVEL);
            method.visitVarInsn(ILOAD, next);
            method.visitMethodInsn(INVOKESTATIC, name, (group == 1 ? "c" : GROUP) + i, CHUNK_DESCRIPTOR, false);
            method.visitVarInsn(ISTORE, next);
            method.visitJumpInsn(GOTO, loop);
        }
        method.visitLabel(done);
        method.visitFrame(F_SAME, 0, null, 0, null);
    }

    private static void slot(MethodVisitor method, int slot) {
        method.visitVarInsn(ILOAD, FRAME_POINTER);
        Constants.push(method, slot);
        method.visitInsn(IADD);
    }

    /** {@return how long the method is} */
    private int chunk(int number, Cut cut) {
        List<Block> blocks = cut.chunks.get(number);
        MethodVisitor method = out.visitMethod(ACC_PUBLIC | ACC_STATIC, "c" + number, CHUNK_DESCRIPTOR, null, null);
        HeldSlots held = HeldSlots.of(analysis, blocks);
        LeavePoints points = leavePoints.ofAnotherMethod(held);
        BodyEmitter.Exits exits = new BodyEmitter.Exits() {
            /** By what has changed: what hands that over, for the chunk and the block in the parameter. */
            private final Map<List<Object>, Label> handovers = new HashMap<>();

            @Override
            public void leave(BodyEmitter from, Insn insn) {
                from.spillResults(insn, signature);
                leave();
            }

            @Override
            public void leave() {
                method.visitInsn(ICONST_M1);
                method.visitInsn(IRETURN);
            }

            @Override
            public void leaveByTailCall() {
                leave();
            }

            @Override
            public void goOn(BodyEmitter from, Block block) {
                Constants.push(method, cut.enter(block));
                method.visitVarInsn(ISTORE, ENTRY);
                List<Object> changed = kinds(block, from.slots().changed(block));
                Label known = handovers.get(changed);
                if (known != null) {
                    method.visitJumpInsn(GOTO, known);
                    return;
                }
                Label handover = new Label();
                handovers.put(changed, handover);
                from.place(handover);
                from.slots().spillLive(block);
                method.visitVarInsn(ILOAD, ENTRY);
                method.visitInsn(IRETURN);
            }
        };
        BodyEmitter body =
                new BodyEmitter(method, shape, function, analysis, blocks, held, points, payments, callees, exits);
        method.visitCode();
        if (body.locals().plainArgument() != ENTRY) {
            throw new IllegalStateException("the parameter is elsewhere");
        }
        body.defineLocals();
        // By what is held: the entries, by their numbers. They read it at one place, and part afterwards.
        Map<List<Object>, SortedMap<Integer, Label>> entries = new LinkedHashMap<>();
        Map<List<Object>, Block> examples = new HashMap<>();
        cut.entries.get(number).forEach((block, index) -> {
            List<Object> live = kinds(block, body.slots().held(block));
            examples.put(live, block);
            entries.computeIfAbsent(live, each -> new TreeMap<>()).put(index, body.labelOf(block));
        });
        cut.paid.get(number).forEach((block, index) -> {
            List<Object> live = kinds(block, body.slots().held(block));
            examples.put(live, block);
            entries.computeIfAbsent(live, each -> new TreeMap<>())
                    .put(index, body.labels().addPaid(block));
        });
        int count = cut.entries.get(number).size() + cut.paid.get(number).size();
        if (count == 0) { // A chunk that is not entered is never reached.
            entries.put(List.of(), new TreeMap<>(Map.of(0, body.labelOf(blocks.get(0)))));
        }
        Label[] labels = new Label[Math.max(1, count)];
        Map<List<Object>, Label> starts = new HashMap<>();
        entries.forEach((live, targets) -> {
            Label start = new Label();
            starts.put(live, start);
            targets.keySet().forEach(index -> labels[index] = start);
        });
        pushEntry(method);
        method.visitTableSwitchInsn(0, labels.length - 1, labels[0], labels);
        entries.forEach((live, targets) -> {
            body.place(Objects.requireNonNull(starts.get(live)));
            Block example = examples.get(live);
            if (example != null) {
                body.slots().reloadLive(example);
            }
            if (targets.size() == 1) {
                method.visitJumpInsn(GOTO, targets.get(targets.firstKey()));
            } else {
                pushEntry(method);
                int[] keys = targets.keySet().stream().mapToInt(each -> each).toArray();
                method.visitLookupSwitchInsn(
                        targets.get(targets.firstKey()), keys, targets.values().toArray(new Label[0]));
            }
        });
        body.emitBlocks();
        return finishedLength(method);
    }

    /** Pushes by which of its entries a chunk was entered. */
    private static void pushEntry(MethodVisitor method) {
        method.visitVarInsn(ILOAD, ENTRY);
        Constants.push(method, (1 << ENTRY_BITS) - 1);
        method.visitInsn(IAND);
    }

    /** {@return halves of slots that are live at the start of a block, each with its kind} */
    private List<Object> kinds(Block block, int[] halves) {
        List<Object> kinds = new ArrayList<>();
        for (int half : halves) {
            kinds.add(half);
            kinds.add(analysis.kindOfLive(block, half));
        }
        return kinds;
    }
}
