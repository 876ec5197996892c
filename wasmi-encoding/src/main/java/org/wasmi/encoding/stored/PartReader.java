package org.wasmi.encoding.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.FrameShape;
import org.wasmi.encoding.HandlerTable;
import org.wasmi.encoding.SourceMap;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.AddressType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.TagType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;

/** Reads the parts that {@link PartWriter} wrote. */
final class PartReader {
    private final ByteReader from;
    private final String encoding;

    /**
     * Makes a reader.
     *
     * @param from where to read from
     * @param encoding the name of the encoding of all code
     */
    PartReader(ByteReader from, String encoding) {
        this.from = from;
        this.encoding = encoding;
    }

    ByteReader bytes() {
        return from;
    }

    /** {@return a list of items, each of which takes at least a byte} */
    <T> List<T> list(Function<PartReader, T> item) {
        int count = from.count(1);
        List<T> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item.apply(this));
        }
        return items;
    }

    <T> Optional<T> optional(Function<PartReader, T> item) {
        return from.flag() ? Optional.of(item.apply(this)) : Optional.empty();
    }

    ValType valType() {
        return valType(from.u8());
    }

    private ValType valType(int tag) {
        return switch (tag) {
            case Tags.I32 -> NumType.I32;
            case Tags.I64 -> NumType.I64;
            case Tags.F32 -> NumType.F32;
            case Tags.F64 -> NumType.F64;
            case Tags.V128 -> VecType.V128;
            default -> refType(tag);
        };
    }

    RefType refType() {
        return refType(from.u8());
    }

    private RefType refType(int tag) {
        return switch (tag) {
            case Tags.NON_NULL -> new RefType(false, heapType(from.u8()));
            case Tags.NULLABLE -> new RefType(true, heapType(from.u8()));
            default -> new RefType(true, abstractHeapType(tag));
        };
    }

    private HeapType heapType(int tag) {
        return tag == Tags.TYPE_USE ? typeUse() : abstractHeapType(tag);
    }

    private AbstractHeapType abstractHeapType(int tag) {
        return AbstractHeapType.ofCode(tag).orElseThrow(() -> unknown("type", tag));
    }

    private TypeUse typeUse() {
        int index = from.u32();
        if (index < 0) {
            throw from.malformed("unknown type " + Integer.toUnsignedString(index));
        }
        return new TypeUse(index);
    }

    RecGroup group() {
        return new RecGroup(list(PartReader::subType));
    }

    private SubType subType() {
        boolean isFinal = from.flag();
        Optional<TypeUse> supertype = optional(PartReader::typeUse);
        return new SubType(isFinal, supertype, compositeType());
    }

    private CompositeType compositeType() {
        int tag = from.u8();
        return switch (tag) {
            case Tags.FUNC_TYPE -> funcType();
            case Tags.STRUCT_TYPE -> new StructType(list(PartReader::fieldType));
            case Tags.ARRAY_TYPE -> new ArrayType(fieldType());
            default -> throw unknown("type", tag);
        };
    }

    private FieldType fieldType() {
        int tag = from.u8();
        StorageType storage =
                switch (tag) {
                    case Tags.I8 -> PackedType.I8;
                    case Tags.I16 -> PackedType.I16;
                    default -> valType(tag);
                };
        return new FieldType(storage, from.flag());
    }

    private MalformedException unknown(String what, int tag) {
        return from.malformed("no " + what + " has number " + tag);
    }

    private FuncType funcType() {
        List<ValType> params = list(PartReader::valType);
        return new FuncType(params, list(PartReader::valType));
    }

    TableType tableType() {
        AddressType address = addressType();
        RefType element = refType();
        return new TableType(address, element, limits());
    }

    MemoryType memoryType() {
        AddressType address = addressType();
        Limits limits = limits();
        int pageShift = from.u8();
        boolean shared = from.flag();
        try {
            return new MemoryType(address, limits, pageShift, shared);
        } catch (IllegalArgumentException e) {
            throw from.malformed("a memory that cannot be: " + e.getMessage());
        }
    }

    private AddressType addressType() {
        int tag = from.u8();
        return switch (tag) {
            case Tags.I32 -> AddressType.I32;
            case Tags.I64 -> AddressType.I64;
            default -> throw unknown("address type", tag);
        };
    }

    GlobalType globalType() {
        ValType type = valType();
        return new GlobalType(type, from.flag());
    }

    private Limits limits() {
        long min = from.u64();
        return from.flag() ? Limits.between(min, from.u64()) : Limits.atLeast(min);
    }

    ExternKind externKind() {
        int tag = from.u8();
        return switch (tag) {
            case Tags.FUNC -> ExternKind.FUNC;
            case Tags.TABLE -> ExternKind.TABLE;
            case Tags.MEMORY -> ExternKind.MEMORY;
            case Tags.GLOBAL -> ExternKind.GLOBAL;
            case Tags.TAG -> ExternKind.TAG;
            default -> throw unknown("kind", tag);
        };
    }

    /** {@return the type of an import} */
    ExternType externType(ExternKind kind) {
        return switch (kind) {
            case FUNC -> funcType();
            case TABLE -> tableType();
            case MEMORY -> memoryType();
            case GLOBAL -> globalType();
            case TAG -> new TagType(funcType());
        };
    }

    SegmentMode segmentMode() {
        int tag = from.u8();
        return switch (tag) {
            case Tags.ACTIVE -> {
                int index = from.u32();
                yield new SegmentMode.Active(index, constant());
            }
            case Tags.PASSIVE -> new SegmentMode.Passive();
            case Tags.DECLARATIVE -> new SegmentMode.Declarative();
            default -> throw unknown("mode", tag);
        };
    }

    ConstExpr constant() {
        int tag = from.u8();
        return switch (tag) {
            case Tags.NUMBER -> number();
            case Tags.FUNCTION_REFERENCE -> {
                RefType type = refType();
                yield new ConstExpr.FunctionReference(type, from.u32());
            }
            case Tags.NULL_REFERENCE -> new ConstExpr.NullReference(refType());
            case Tags.COMPUTED -> {
                ValType type = valType();
                yield new ConstExpr.Computed(type, code());
            }
            default -> throw unknown("constant expression", tag);
        };
    }

    private ConstExpr number() {
        if (!(valType() instanceof NumType type)) {
            throw from.malformed("a number of a type of no numbers");
        }
        return new ConstExpr.Numeric(type, from.u64());
    }

    Code code() {
        int params = from.u32();
        int results = from.u32();
        int locals = from.u32();
        int slots = from.u32();
        boolean references = from.flag();
        FrameShape frame;
        try {
            frame = new FrameShape(params, results, locals, slots, references);
        } catch (IllegalArgumentException e) {
            throw from.malformed("code that cannot be: " + e.getMessage());
        }
        int length = from.u32();
        int[] data = new int[from.count(Integer.BYTES)];
        for (int i = 0; i < data.length; i++) {
            data[i] = from.fixed32();
        }
        if (length < 0 || length > (long) data.length * Integer.BYTES) {
            throw from.malformed(Integer.toUnsignedString(length) + " units of code in " + data.length + " ints");
        }
        SourceMap sources = sources(length);
        return new Code(encoding, data, length, frame, sources, handlers(length));
    }

    private HandlerTable handlers(int length) {
        List<HandlerTable.Handler> handlers = new ArrayList<>();
        for (int left = from.count(6); left > 0; left--) {
            int start = from.u32();
            int covered = from.u32();
            HandlerTable.Clause clause = clause();
            int tag = from.u32();
            int target = from.u32();
            int slot = from.u32();
            if (start < 0 || Integer.compareUnsigned(covered, length - start) > 0) {
                throw from.malformed("a handler behind the code");
            }
            try {
                handlers.add(new HandlerTable.Handler(start, start + covered, clause, tag, target, slot));
            } catch (IllegalArgumentException e) {
                throw from.malformed("a handler that cannot be: " + e.getMessage());
            }
        }
        return HandlerTable.of(handlers);
    }

    private HandlerTable.Clause clause() {
        int tag = from.u8();
        return switch (tag) {
            case Tags.CATCH -> HandlerTable.Clause.CATCH;
            case Tags.CATCH_REF -> HandlerTable.Clause.CATCH_REF;
            case Tags.CATCH_ALL -> HandlerTable.Clause.CATCH_ALL;
            case Tags.CATCH_ALL_REF -> HandlerTable.Clause.CATCH_ALL_REF;
            default -> throw unknown("clause", tag);
        };
    }

    private SourceMap sources(int length) {
        SourceMap.Builder builder = SourceMap.builder();
        int position = 0;
        int byteOffset = 0;
        int count = from.count(2);
        for (int i = 0; i < count; i++) {
            int step = from.u32();
            if (Integer.compareUnsigned(step, length - position) > 0) {
                throw from.malformed("a source behind the code");
            }
            position += step;
            byteOffset += from.s32();
            builder.add(position, byteOffset);
        }
        return builder.build();
    }
}
