package org.wasmi.translate.internal.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/** Reads and validates element and data segments (Wasm specification, 5.5.12, 5.5.14 and 5.5.15). */
final class SegmentParser {

    /** Flag of element segments that are not active. */
    private static final int NOT_ACTIVE = 1;

    /** Flag of element segments: with {@link #NOT_ACTIVE}, declarative; without, the table is given. */
    private static final int DECLARATIVE_OR_TABLE = 2;

    /** Flag of element segments: the elements are expressions. */
    private static final int EXPRESSIONS = 4;

    /** The type of elements that are indices of functions. */
    private static final RefType FUNCTIONS = new RefType(false, AbstractHeapType.FUNC);

    private final Bytes bytes;
    private final ModuleInfo info;
    private final ConstantParser constants;
    private final TranslationLimits limits;
    private final Program.Builder program;
    private int dataSegments;

    SegmentParser(
            Bytes bytes, ModuleInfo info, ConstantParser constants, TranslationLimits limits, Program.Builder program) {
        this.bytes = bytes;
        this.info = info;
        this.constants = constants;
        this.limits = limits;
        this.program = program;
    }

    void elements(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.ELEMENT_SEGMENTS, 0);
        for (int i = 0; i < count; i++) {
            ElementSegment segment = element(reader);
            info.addElement(segment.type());
            program.element(segment);
        }
    }

    private ElementSegment element(BinaryReader reader) {
        int at = reader.position();
        int flags = reader.u32();
        if ((flags & ~(NOT_ACTIVE | DECLARATIVE_OR_TABLE | EXPRESSIONS)) != 0) {
            throw new MalformedException("malformed elements segment kind", at);
        }
        SegmentMode mode = elementMode(reader, flags);
        boolean typed = (flags & (NOT_ACTIVE | DECLARATIVE_OR_TABLE)) != 0;
        boolean expressions = (flags & EXPRESSIONS) != 0;
        RefType untyped = expressions ? RefType.FUNCREF : FUNCTIONS;
        RefType type = typed ? elementType(reader, expressions) : untyped;
        if (mode instanceof SegmentMode.Active active
                && !info.types().isSubtype(type, info.table(active.index()).element())) {
            throw Checks.invalid(
                    "type mismatch: elements of type " + type + " for a table of type " + info.table(active.index()),
                    at);
        }
        return new ElementSegment(type, mode, expressions ? expressions(reader, type) : functions(reader));
    }

    private SegmentMode elementMode(BinaryReader reader, int flags) {
        boolean second = (flags & DECLARATIVE_OR_TABLE) != 0;
        if ((flags & NOT_ACTIVE) != 0) {
            return second ? new SegmentMode.Declarative() : new SegmentMode.Passive();
        }
        return active(reader, second, info.tableCount(), "table", index -> info.table(index)
                .address());
    }

    /** The index of a table or memory, 0 unless it is given, and the offset in it. */
    private SegmentMode active(
            BinaryReader reader, boolean given, int size, String what, IntFunction<AddressType> addresses) {
        int at = reader.position();
        int index = given ? Checks.index(reader, size, what) : 0;
        if (size == 0) {
            throw Checks.invalid("unknown " + what + " 0", at);
        }
        return new SegmentMode.Active(
                index, constants.constant(reader, addresses.apply(index).valType(), info.globalCount()));
    }

    private RefType elementType(BinaryReader reader, boolean expressions) {
        if (expressions) {
            return info.refType(reader);
        }
        int at = reader.position();
        if (reader.u8() != 0) {
            throw new MalformedException("malformed element kind", at);
        }
        return FUNCTIONS;
    }

    private ElementSegment.Items functions(BinaryReader reader) {
        int[] functions = new int[Checks.count(reader, limits, TranslationLimit.ELEMENTS, 0)];
        for (int i = 0; i < functions.length; i++) {
            functions[i] = Checks.index(reader, info.functionCount(), "function");
            info.declare(functions[i]);
        }
        return new ElementSegment.Functions(functions);
    }

    private ElementSegment.Items expressions(BinaryReader reader, RefType type) {
        int count = Checks.count(reader, limits, TranslationLimit.ELEMENTS, 0);
        List<ConstExpr> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(constants.constant(reader, type, info.globalCount()));
        }
        return new ElementSegment.Expressions(list);
    }

    void dataCount(BinaryReader reader) {
        int count = reader.u32();
        limits.check(TranslationLimit.DATA_SEGMENTS, Integer.toUnsignedLong(count));
        info.setDataCount(count);
    }

    void data(BinaryReader reader) {
        int at = reader.position();
        dataSegments = Checks.count(reader, limits, TranslationLimit.DATA_SEGMENTS, 0);
        checkDataCount(at);
        for (int i = 0; i < dataSegments; i++) {
            SegmentMode mode = dataMode(reader);
            int size = reader.count();
            int begin = reader.position();
            reader.skip(size);
            program.data(new DataSegment(mode, bytes.slice(begin, reader.position())));
        }
    }

    /** Checks that there are as many data segments as were announced. */
    void checkDataCount(int at) {
        if (info.dataCount() != ModuleInfo.NO_DATA_COUNT && info.dataCount() != dataSegments) {
            throw new MalformedException("data count and data section have inconsistent lengths", at);
        }
    }

    private SegmentMode data(BinaryReader reader, boolean given) {
        return active(reader, given, info.memoryCount(), "memory", index -> info.memory(index)
                .address());
    }

    private SegmentMode dataMode(BinaryReader reader) {
        int at = reader.position();
        return switch (reader.u32()) {
            case 0 -> data(reader, false);
            case 1 -> new SegmentMode.Passive();
            case 2 -> data(reader, true);
            default -> throw new MalformedException("malformed data segment kind", at);
        };
    }
}
