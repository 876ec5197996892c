package org.wasmi.testkit.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.type.ExternKind;

/** A module, read from its binary (Wasm specification, 5.5). */
final class OracleModule {
    final OracleTypes types = new OracleTypes();
    final List<Function> functions = new ArrayList<>();
    final List<Size> tables = new ArrayList<>();
    final List<Size> memories = new ArrayList<>();
    final List<Global> globals = new ArrayList<>();
    /** The indices of their types. */
    final List<Integer> tags = new ArrayList<>();

    /** The names by which the first of them are imported. */
    final List<String> importedTags = new ArrayList<>();

    final List<Export> exports = new ArrayList<>();
    int start = -1;
    final List<Segment> elements = new ArrayList<>();
    final List<Segment> data = new ArrayList<>();

    private final List<Integer> functionTypes = new ArrayList<>();

    /**
     * A function: its type and the index of that, the types of its locals, its operators; or the name by which it is
     * imported.
     */
    record Function(
            FunctionType type,
            int typeIndex,
            List<Integer> locals,
            List<Instruction> code,
            Optional<String> importedAs) {}

    /** A global: the expression for its value, or the name by which it is imported. */
    record Global(List<Instruction> init, Optional<String> importedAs) {}

    private static final List<ExternKind> KINDS =
            List.of(ExternKind.FUNC, ExternKind.TABLE, ExternKind.MEMORY, ExternKind.GLOBAL, ExternKind.TAG);

    /** The least and the greatest size of a table or memory, and whether threads may share it. */
    record Size(long least, long greatest, boolean shared, boolean wide, int pageShift) {}

    /**
     * An element or data segment. Its items are expressions that each give a reference or, of data, one byte.
     *
     * @param target the index of the table or memory, -1 if passive, -2 if declarative
     * @param offset where its items go in the target, empty if nowhere
     */
    record Segment(int target, List<Instruction> offset, List<List<Instruction>> items) {}

    OracleModule(byte[] wasm) {
        Reader in = new Reader(wasm, 8, wasm.length);
        while (in.hasNext()) {
            int id = in.u8();
            section(id, in.part(in.u32()));
        }
    }

    private void section(int id, Reader in) {
        if (id == 0) {
            return;
        } else if (id == 8) {
            start = in.u32();
            return;
        } else if (id == 12) {
            return;
        }
        int count = in.u32();
        for (int i = 0; i < count; i++) {
            switch (id) {
                case 1 -> types.read(in);
                case 2 -> imported(in);
                case 3 -> functionTypes.add(in.u32());
                case 4 -> {
                    in.valueType();
                    tables.add(size(in));
                }
                case 5 -> memories.add(size(in));
                case 6 -> {
                    in.valueType();
                    in.u8();
                    globals.add(new Global(CodeReader.expression(in, types), Optional.empty()));
                }
                case 13 -> {
                    in.u8();
                    tags.add(in.u32());
                }
                case 7 -> export(in);
                case 9 -> elements.add(elementSegment(in));
                case 10 -> functions.add(function(in.part(in.u32()), functionTypes.get(i)));
                case 11 -> data.add(dataSegment(in));
                default -> throw new IllegalArgumentException("the oracle does not know section " + id);
            }
        }
    }

    /** {@return how many values exceptions with a tag carry} */
    int carried(int tag) {
        return types.function(tags.get(tag)).params().size();
    }

    /** {@return the index of a tag if it is exported, or -1} */
    int visible(int tag) {
        return exports.stream().anyMatch(each -> each.kind() == ExternKind.TAG && each.index() == tag) ? tag : -1;
    }

    private static Size size(Reader in) {
        int flags = in.u8();
        long least = in.u64();
        long greatest = (flags & 1) != 0 ? in.u64() : -1;
        boolean shared = (flags & 2) != 0;
        boolean wide = (flags & 4) != 0;
        return new Size(least, greatest, shared, wide, (flags & 8) != 0 ? in.u32() : 16);
    }

    private void imported(Reader in) {
        in.name();
        Optional<String> name = Optional.of(in.name());
        switch (in.u8()) {
            case 0 -> {
                int type = in.u32();
                functions.add(new Function(types.function(type), type, List.of(), List.of(), name));
            }
            case 1 -> {
                in.valueType();
                tables.add(size(in));
            }
            case 2 -> memories.add(size(in));
            case 3 -> {
                in.valueType();
                in.u8();
                globals.add(new Global(List.of(), name));
            }
            default -> {
                in.u8();
                importedTags.add(name.orElseThrow());
                tags.add(in.u32());
            }
        }
    }

    private void export(Reader in) {
        exports.add(new Export(in.name(), KINDS.get(in.u8()), in.u32()));
    }

    private Function function(Reader in, int type) {
        List<Integer> locals = new ArrayList<>();
        int runs = in.u32();
        for (int i = 0; i < runs; i++) {
            int count = in.u32();
            int local = in.valueType();
            for (int k = 0; k < count; k++) {
                locals.add(local);
            }
        }
        return new Function(types.function(type), type, locals, CodeReader.expression(in, types), Optional.empty());
    }

    private Segment elementSegment(Reader in) {
        int flags = in.u32();
        boolean active = (flags & 1) == 0;
        boolean explicit = (flags & 2) != 0;
        boolean expressions = (flags & 4) != 0;
        int target = active ? (explicit ? in.u32() : 0) : (explicit ? -2 : -1);
        List<Instruction> offset = active ? CodeReader.expression(in, types) : List.of();
        if ((flags & 3) != 0) {
            if (expressions) {
                in.valueType();
            } else {
                in.u8();
            }
        }
        List<List<Instruction>> items = new ArrayList<>();
        int count = in.u32();
        for (int i = 0; i < count; i++) {
            items.add(
                    expressions
                            ? CodeReader.expression(in, types)
                            : List.of(new Instruction(0xD2, in.u32()), new Instruction(0x0B)));
        }
        return new Segment(target, offset, items);
    }

    private Segment dataSegment(Reader in) {
        int flags = in.u32();
        int target = flags == 2 ? in.u32() : flags == 1 ? -1 : 0;
        List<Instruction> offset = flags == 1 ? List.of() : CodeReader.expression(in, types);
        List<List<Instruction>> items = new ArrayList<>();
        for (byte each : in.sized()) {
            items.add(List.of(new Instruction(0x41, each), new Instruction(0x0B)));
        }
        return new Segment(target, offset, items);
    }
}
