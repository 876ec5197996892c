package org.wasmi.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses instructions, plain and folded (Wasm specification, 6.5), with a stack of its own: their nesting is limited by
 * memory only.
 */
final class ExpressionParser {
    private static final int END = 0x0B;
    private static final int ELSE = 0x05;
    private static final int CATCH = 0x07;
    private static final int CATCH_ALL = 0x19;
    private static final int DELEGATE = 0x18;

    /** What is open: the kind of each. */
    private static final byte FOLDED_PLAIN = 0;

    private static final byte FOLDED_BLOCK = 1;

    /** {@code (if} before {@code (then}: its condition. */
    private static final byte FOLDED_CONDITION = 2;

    /** {@code (if} behind {@code (then ...)}. */
    private static final byte FOLDED_IF = 3;

    /** {@code (if} behind {@code (else ...)}, {@code (try} behind {@code (catch_all ...)} or {@code (delegate ...)}. */
    private static final byte FOLDED_DONE = 4;

    /** {@code (try} before {@code (do}. */
    private static final byte FOLDED_TRY = 5;

    /** {@code (try} behind {@code (do ...)}. */
    private static final byte FOLDED_CATCHES = 6;

    /** {@code (try} behind {@code (catch ...)}. */
    private static final byte FOLDED_MORE_CATCHES = 7;

    /** {@code (then}, {@code (else}, {@code (do}, {@code (catch} or {@code (catch_all}. */
    private static final byte CLAUSE = 8;

    private static final byte BLOCK = 9;
    private static final byte IF = 10;
    private static final byte TRY = 11;
    private static final byte CATCHING = 12;

    private final Cursor cursor;
    private final ModuleParser module;
    private final TypeParser types;

    /** Operators of folded instructions, innermost last, until their operands are written. */
    private final Output pending = new Output(64);

    private byte[] kinds = new byte[32];
    private int[] pendingStarts = new int[32];
    private int[] hints = new int[32];

    /** The tokens of the labels of blocks, -1 for none. */
    private int[] labelTokens = new int[32];

    private int depth;

    /** Labels: identifiers to the innermost level that has them; by level, the level that it hides. */
    private final Map<String, Integer> labels = new HashMap<>();

    private @Nullable String[] labelNames = new @Nullable String[32];
    private int[] hidden = new int[32];
    private int levels;

    private IndexSpace locals = new IndexSpace("local");

    /** The labels of the current function by number, for the name section. */
    final Map<Integer, String> namedLabels = new java.util.TreeMap<>();

    private int labelCount;

    /** Branch hints of the current function: pairs of an offset and a hint. */
    final Output branchHints = new Output();

    int branchHintCount;
    boolean usesData;

    ExpressionParser(ModuleParser module, Cursor cursor, TypeParser types) {
        this.module = module;
        this.cursor = cursor;
        this.types = types;
    }

    /** Begins a function, or an expression outside of functions with no locals. */
    void begin(IndexSpace newLocals) {
        locals = newLocals;
        namedLabels.clear();
        labelCount = 0;
        branchHints.clear();
        branchHintCount = 0;
        labels.clear();
        levels = 0;
        depth = 0;
        pending.clear();
    }

    /** Parses instructions up to a token and writes them. */
    void parse(int end, Output out) {
        int base = depth;
        while (cursor.at() < end || depth > base) {
            byte kind = cursor.kind();
            if (kind == Tokens.KEYWORD
                    && (depth == base || kinds[depth - 1] >= CLAUSE || kinds[depth - 1] == FOLDED_BLOCK)) {
                flat(out);
            } else if (kind == Tokens.OPEN) {
                open(out);
            } else if (kind == Tokens.CLOSE && depth > base && cursor.at() < end) {
                close(out);
            } else if (depth > base && kinds[depth - 1] >= BLOCK) {
                throw cursor.unexpected("an instruction or end");
            } else {
                throw cursor.fail("unknown operator or unexpected token " + cursor.text());
            }
        }
    }

    private void flat(Output out) {
        if (cursor.isKeyword("end")) {
            endFlat(out);
        } else if (cursor.isKeyword("else")) {
            middle(IF, BLOCK, ELSE, out);
        } else if (cursor.isKeyword("catch_all")) {
            if (depth > 0 && kinds[depth - 1] == CATCHING) {
                kinds[depth - 1] = TRY;
            }
            middle(TRY, BLOCK, CATCH_ALL, out);
        } else if (cursor.isKeyword("catch")) {
            if (depth > 0 && kinds[depth - 1] == CATCHING) {
                kinds[depth - 1] = TRY;
            }
            middle(TRY, CATCHING, CATCH, out);
            out.u32(module.tags.index(cursor));
        } else if (cursor.isKeyword("delegate")) {
            if (depth == 0 || kinds[depth - 1] != TRY) {
                throw cursor.unexpected("an instruction");
            }
            cursor.next();
            popLabel();
            depth--;
            out.write(DELEGATE);
            out.u32(label());
        } else {
            hint(takeHint(), out);
            Operator operator = operator();
            switch (operator.immediates()) {
                case BLOCK, TRY_TABLE -> {
                    int token = labelToken();
                    write(operator, out);
                    pushLabel(token);
                    push(operator.is("if") ? IF : operator.is("try") ? TRY : BLOCK, token, 0, -1);
                }
                default -> write(operator, out);
            }
        }
    }

    /** Takes the branch hint before an operator. */
    private int takeHint() {
        int hint = Annotations.branchHint(cursor);
        if (hint >= 0) {
            int operator = cursor.isOpen() ? cursor.following() : cursor.at();
            if (!cursor.is(operator, "if") && !cursor.is(operator, "br_if")) {
                throw cursor.fail(Annotations.BRANCH_HINT + " annotation: invalid target");
            }
        }
        return hint;
    }

    /** Writes a hint, if there is one, for the instruction that is written next. */
    private void hint(int hint, Output out) {
        if (hint >= 0) {
            branchHints.u32(out.size());
            branchHints.u32(1);
            branchHints.write(hint);
            branchHintCount++;
        }
    }

    /** Takes what ends one part of a flat block and begins the next. */
    private void middle(byte from, byte to, int code, Output out) {
        if (depth == 0 || kinds[depth - 1] != from) {
            throw cursor.unexpected("an instruction");
        }
        cursor.next();
        if (code != CATCH) {
            checkLabel();
        }
        kinds[depth - 1] = to;
        out.write(code);
    }

    private void endFlat(Output out) {
        if (depth == 0 || kinds[depth - 1] < BLOCK) {
            throw cursor.unexpected("an instruction or )");
        }
        cursor.next();
        checkLabel();
        popLabel();
        depth--;
        out.write(END);
    }

    /** Takes the label that may follow {@code else} and {@code end}, which is that of the block. */
    private void checkLabel() {
        if (cursor.kind() == Tokens.ID) {
            int token = labelTokens[depth - 1];
            if (token < 0 || !cursor.id(token).equals(cursor.id(cursor.at()))) {
                throw cursor.fail("mismatching label " + cursor.text());
            }
            cursor.next();
        }
    }

    private void open(Output out) {
        byte kind = depth > 0 ? kinds[depth - 1] : CLAUSE;
        switch (kind) {
            case FOLDED_CONDITION -> {
                if (cursor.takeOpen("then")) {
                    hint(hints[depth - 1], out);
                    flush(out);
                    pushLabel(labelTokens[depth - 1]);
                    kinds[depth - 1] = FOLDED_IF;
                    push(CLAUSE, -1, 0, -1);
                    return;
                }
            }
            case FOLDED_IF -> {
                if (cursor.takeOpen("else")) {
                    clause(FOLDED_DONE, ELSE, out);
                    return;
                }
                throw cursor.unexpected("(else or )");
            }
            case FOLDED_TRY -> {
                if (cursor.takeOpen("do")) {
                    kinds[depth - 1] = FOLDED_CATCHES;
                    push(CLAUSE, -1, 0, -1);
                    return;
                }
                throw cursor.unexpected("(do");
            }
            case FOLDED_CATCHES, FOLDED_MORE_CATCHES -> {
                if (cursor.takeOpen("catch")) {
                    clause(FOLDED_MORE_CATCHES, CATCH, out);
                    out.u32(module.tags.index(cursor));
                } else if (cursor.takeOpen("catch_all")) {
                    clause(FOLDED_DONE, CATCH_ALL, out);
                } else if (kind == FOLDED_CATCHES && cursor.takeOpen("delegate")) {
                    popLabel();
                    out.write(DELEGATE);
                    out.u32(label());
                    cursor.expectClose();
                    cursor.expectClose();
                    depth--;
                } else {
                    throw cursor.unexpected("(catch, (catch_all, (delegate or )");
                }
                return;
            }
            case FOLDED_DONE -> throw cursor.unexpected(")");
            default -> {}
        }
        folded(out);
    }

    private void clause(byte then, int code, Output out) {
        out.write(code);
        kinds[depth - 1] = then;
        push(CLAUSE, -1, 0, -1);
    }

    private void folded(Output out) {
        int hint = takeHint();
        cursor.next();
        Operator operator = operator();
        int start = pending.size();
        switch (operator.immediates()) {
            case BLOCK, TRY_TABLE -> {
                int token = labelToken();
                if (operator.is("if")) {
                    write(operator, pending);
                    push(FOLDED_CONDITION, token, start, hint);
                } else {
                    write(operator, out);
                    pushLabel(token);
                    push(operator.is("try") ? FOLDED_TRY : FOLDED_BLOCK, token, start, -1);
                }
            }
            case STRUCTURE -> throw cursor.fail("unexpected token (" + operator.name());
            default -> {
                write(operator, pending);
                push(FOLDED_PLAIN, -1, start, hint);
            }
        }
    }

    private void flush(Output out) {
        int start = pendingStarts[depth - 1];
        out.write(pending.bytes(), start, pending.size());
        pending.truncate(start);
    }

    private void close(Output out) {
        switch (kinds[depth - 1]) {
            case FOLDED_PLAIN -> {
                hint(hints[depth - 1], out);
                flush(out);
            }
            case FOLDED_BLOCK, FOLDED_IF, FOLDED_DONE, FOLDED_CATCHES, FOLDED_MORE_CATCHES -> {
                popLabel();
                out.write(END);
            }
            case CLAUSE -> {}
            case FOLDED_CONDITION -> throw cursor.unexpected("(then");
            case FOLDED_TRY -> throw cursor.unexpected("(do");
            default -> throw cursor.unexpected("an instruction or end");
        }
        depth--;
        cursor.next();
    }

    private void push(byte kind, int labelToken, int pendingStart, int hint) {
        if (depth == kinds.length) {
            int capacity = depth + (depth >> 1);
            kinds = Arrays.copyOf(kinds, capacity);
            pendingStarts = Arrays.copyOf(pendingStarts, capacity);
            hints = Arrays.copyOf(hints, capacity);
            labelTokens = Arrays.copyOf(labelTokens, capacity);
        }
        kinds[depth] = kind;
        labelTokens[depth] = labelToken;
        pendingStarts[depth] = pendingStart;
        hints[depth] = hint;
        depth++;
    }

    private int labelToken() {
        if (cursor.kind() != Tokens.ID) {
            return -1;
        }
        int token = cursor.at();
        cursor.next();
        return token;
    }

    private void pushLabel(int token) {
        if (levels == labelNames.length) {
            labelNames = Arrays.copyOf(labelNames, levels * 2);
            hidden = Arrays.copyOf(hidden, levels * 2);
        }
        String name = token < 0 ? null : cursor.id(token);
        labelNames[levels] = name;
        if (name != null) {
            Integer before = labels.put(name, levels);
            hidden[levels] = before == null ? -1 : before;
            namedLabels.put(labelCount, name);
        }
        labelCount++;
        levels++;
    }

    private void popLabel() {
        levels--;
        String name = labelNames[levels];
        if (name != null) {
            if (hidden[levels] < 0) {
                labels.remove(name);
            } else {
                labels.put(name, hidden[levels]);
            }
            labelNames[levels] = null;
        }
    }

    private int label() {
        if (cursor.kind() == Tokens.NUMBER) {
            return (int) cursor.natural(32, "a label");
        } else if (cursor.kind() != Tokens.ID) {
            throw cursor.unexpected("a label");
        }
        Integer level = labels.get(cursor.id(cursor.at()));
        if (level == null) {
            cursor.source.report(cursor.tokens.start(cursor.at()), "unknown label " + cursor.text());
            cursor.next();
            return 0;
        }
        cursor.next();
        return levels - 1 - level;
    }

    private Operator operator() {
        Operator operator = cursor.kind() == Tokens.KEYWORD ? Operators.named(cursor.text()) : null;
        if (operator == null) {
            throw cursor.fail("unknown operator " + cursor.text() + Suggestions.operator(cursor.text()));
        }
        cursor.next();
        return operator;
    }

    /** Parses the immediates of an operator and writes both. */
    private void write(Operator operator, Output out) {
        switch (operator.immediates()) {
            case NONE, STRUCTURE -> out.operator(operator);
            case SELECT -> select(operator, out);
            case REF_TYPE -> {
                Output type = new Output();
                boolean nullable = types.castType(type);
                out.opcode(operator, operator.code() + (nullable ? 1 : 0));
                out.write(type);
            }
            default -> {
                out.operator(operator);
                immediates(operator, out);
            }
        }
    }

    private void select(Operator operator, Output out) {
        if (!cursor.isOpen("result")) {
            out.operator(operator);
            return;
        }
        Output results = new Output();
        int count = 0;
        while (cursor.takeOpen("result")) {
            while (!cursor.isClose()) {
                types.valueType(results);
                count++;
            }
            cursor.expectClose();
        }
        out.opcode(operator, operator.code() + 1);
        out.u32(count);
        out.write(results);
    }

    private void immediates(Operator operator, Output out) {
        switch (operator.immediates()) {
            case BLOCK -> types.blockType(out);
            case TRY_TABLE -> {
                types.blockType(out);
                catches(out);
            }
            case LABEL -> out.u32(label());
            case LABELS -> labels(out);
            case FUNC -> out.u32(module.functions.index(cursor));
            case CALL_INDIRECT -> {
                int table = optional(module.tables);
                out.u32(types.use(null));
                out.u32(table);
            }
            case LOCAL -> out.u32(locals.index(cursor));
            case GLOBAL -> out.u32(module.globals.index(cursor));
            case TABLE -> out.u32(optional(module.tables));
            case MEMORY -> out.u32(optional(module.memories));
            case TAG -> out.u32(module.tags.index(cursor));
            case ELEM -> out.u32(module.elements.index(cursor));
            case DATA -> out.u32(data());
            case TYPE -> out.u32(types.types.index(cursor));
            case TYPE_FIELD -> {
                int type = types.types.index(cursor);
                out.u32(type);
                out.u32(types.field(type));
            }
            case TYPE_COUNT -> {
                out.u32(types.types.index(cursor));
                out.u32((int) cursor.natural(32, "a length"));
            }
            case TYPE_DATA -> {
                out.u32(types.types.index(cursor));
                out.u32(data());
            }
            case TYPE_ELEM -> {
                out.u32(types.types.index(cursor));
                out.u32(module.elements.index(cursor));
            }
            case TYPE_TYPE -> {
                out.u32(types.types.index(cursor));
                out.u32(types.types.index(cursor));
            }
            case DATA_MEMORY -> {
                int memory = isSecondIndex() ? module.memories.index(cursor) : 0;
                out.u32(data());
                out.u32(memory);
            }
            case ELEM_TABLE -> {
                int table = isSecondIndex() ? module.tables.index(cursor) : 0;
                out.u32(module.elements.index(cursor));
                out.u32(table);
            }
            case MEMORY_MEMORY -> pair(module.memories, out);
            case TABLE_TABLE -> pair(module.tables, out);
            case MEMARG -> memarg(operator, false, out);
            case MEMARG_LANE -> memarg(operator, true, out);
            case LANE -> out.write((int) cursor.natural(8, "a lane"));
            case LANES -> {
                for (int i = 0; i < 16; i++) {
                    out.write((int) cursor.natural(8, "a lane"));
                }
            }
            case I32 -> out.s32((int) cursor.integer(32));
            case I64 -> out.s64(cursor.integer(64));
            case F32 -> out.fixed32((int) cursor.number(32));
            case F64 -> out.fixed64(cursor.number(64));
            case V128 -> vector(out);
            case HEAP_TYPE -> types.heapType(out);
            case CAST -> cast(out);
            case FENCE -> out.write(0);
            case NONE, STRUCTURE, SELECT, REF_TYPE -> throw new IllegalArgumentException(operator.name());
        }
    }

    private int data() {
        usesData = true;
        return module.data.index(cursor);
    }

    private int optional(IndexSpace space) {
        return cursor.isIndex() ? space.index(cursor) : 0;
    }

    /** {@return whether another index follows the current one} */
    private boolean isSecondIndex() {
        byte kind = cursor.tokens.kind(cursor.following());
        return cursor.isIndex() && (kind == Tokens.NUMBER || kind == Tokens.ID);
    }

    private void pair(IndexSpace space, Output out) {
        boolean given = cursor.isIndex();
        out.u32(given ? space.index(cursor) : 0);
        out.u32(given ? space.index(cursor) : 0);
    }

    private void labels(Output out) {
        Output targets = new Output();
        int count = 0;
        while (cursor.isIndex()) {
            targets.u32(label());
            count++;
        }
        if (count == 0) {
            throw cursor.unexpected("a label");
        }
        out.u32(count - 1);
        out.write(targets);
    }

    private void catches(Output out) {
        Output clauses = new Output();
        int count = 0;
        while (true) {
            int code = cursor.isOpen("catch")
                    ? 0
                    : cursor.isOpen("catch_ref")
                            ? 1
                            : cursor.isOpen("catch_all") ? 2 : cursor.isOpen("catch_all_ref") ? 3 : -1;
            if (code < 0) {
                break;
            }
            cursor.next();
            cursor.next();
            clauses.write(code);
            if (code < 2) {
                clauses.u32(module.tags.index(cursor));
            }
            clauses.u32(label());
            cursor.expectClose();
            count++;
        }
        out.u32(count);
        out.write(clauses);
    }

    private void cast(Output out) {
        out.u32(0); // The flags, known when both types are.
        int flags = out.size() - 1;
        out.u32(label());
        boolean source = types.castType(out);
        boolean target = types.castType(out);
        out.bytes()[flags] = (byte) ((source ? 1 : 0) | (target ? 2 : 0));
    }

    private void memarg(Operator operator, boolean lane, Output out) {
        int memory = 0;
        if (cursor.isIndex() && (!lane || cursor.kind() == Tokens.ID || isMemoryBeforeLane())) {
            memory = module.memories.index(cursor);
        }
        long offset = 0;
        if (cursor.startsWith("offset=")) {
            offset = cursor.naturalAt(cursor.tokens.start(cursor.at()) + "offset=".length(), 64);
            cursor.next();
        }
        int alignment = operator.alignment();
        if (cursor.startsWith("align=")) {
            long bytes = cursor.naturalAt(cursor.tokens.start(cursor.at()) + "align=".length(), 64);
            if (Long.bitCount(bytes) != 1) {
                throw cursor.fail("alignment must be a power of two");
            }
            alignment = Long.numberOfTrailingZeros(bytes);
            cursor.next();
        }
        out.u32(memory == 0 ? alignment : alignment | 0x40);
        if (memory != 0) {
            out.u32(memory);
        }
        out.u64(offset);
        if (lane) {
            out.write((int) cursor.natural(8, "a lane"));
        }
    }

    private boolean isMemoryBeforeLane() {
        int next = cursor.following();
        byte kind = cursor.tokens.kind(next);
        if (kind == Tokens.KEYWORD) {
            String text = cursor.text(next);
            return text.startsWith("offset=") || text.startsWith("align=");
        }
        return kind == Tokens.NUMBER;
    }

    private void vector(Output out) {
        String shape = cursor.text();
        int width =
                switch (shape) {
                    case "i8x16" -> 8;
                    case "i16x8" -> 16;
                    case "i32x4", "f32x4" -> 32;
                    case "i64x2", "f64x2" -> 64;
                    default -> throw cursor.unexpected("i8x16, i16x8, i32x4, i64x2, f32x4 or f64x2");
                };
        cursor.next();
        for (int lane = 0; lane < 128 / width; lane++) {
            if (cursor.kind() != Tokens.NUMBER && cursor.kind() != Tokens.KEYWORD) {
                throw cursor.fail("wrong number of lane literals: expected " + 128 / width + ", found " + lane);
            }
            long bits = shape.charAt(0) == 'f' ? cursor.number(width) : cursor.integer(width);
            for (int shift = 0; shift < width; shift += 8) {
                out.write((int) (bits >>> shift));
            }
        }
    }
}
