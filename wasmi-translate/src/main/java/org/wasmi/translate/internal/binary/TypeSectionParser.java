package org.wasmi.translate.internal.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.error.MalformedException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.PackedType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;

/**
 * Reads and validates the type section (Wasm specification, 5.3 "Recursive types" and before, 5.5.4). Takes time in
 * proportion to the section, however types refer to each other.
 */
final class TypeSectionParser {
    private static final int FUNC = -0x20;
    private static final int STRUCT = -0x21;
    private static final int ARRAY = -0x22;
    private static final int SUB = -0x30;
    private static final int SUB_FINAL = -0x31;
    private static final int REC = -0x32;

    private final ModuleInfo info;
    private final TranslationLimits limits;
    private final Program.Builder program;

    /** How many types there are, and how many at the end of the group that is being read. */
    private int size;

    private int end;

    TypeSectionParser(ModuleInfo info, TranslationLimits limits, Program.Builder program) {
        this.info = info;
        this.limits = limits;
        this.program = program;
    }

    void types(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.TYPES, 0);
        for (int i = 0; i < count; i++) {
            group(reader);
        }
        info.setTypes(program.types());
    }

    private void group(BinaryReader reader) {
        int at = reader.position();
        int form = form(reader);
        List<SubType> types = new ArrayList<>();
        if (form == REC) {
            int count = Checks.count(reader, limits, TranslationLimit.TYPES, size);
            end = size + count;
            for (int i = 0; i < count; i++) {
                int begin = reader.position();
                types.add(subType(reader, form(reader), begin));
            }
        } else {
            limits.check(TranslationLimit.TYPES, size + 1L);
            end = size + 1;
            types.add(subType(reader, form, at));
        }
        size = end;
        try {
            program.types(new RecGroup(types));
        } catch (IllegalArgumentException e) {
            throw Checks.invalid(String.valueOf(e.getMessage()), at);
        }
    }

    private static int form(BinaryReader reader) {
        int at = reader.position();
        int form = reader.s7();
        reader.require(Proposals.ofDefinedType(form), () -> formText(form), at);
        return form;
    }

    private static String formText(int form) {
        return String.format("defined type %02x", form & 0x7F);
    }

    private SubType subType(BinaryReader reader, int form, int at) {
        if (form != SUB && form != SUB_FINAL) {
            return SubType.of(compositeType(reader, form, at));
        }
        int supertypes = reader.count();
        if (supertypes > 1) {
            throw Checks.invalid("sub type with " + supertypes + " super types", at);
        }
        Optional<TypeUse> supertype =
                supertypes == 0 ? Optional.empty() : Optional.of(new TypeUse(Checks.index(reader, end, "type")));
        int begin = reader.position();
        return new SubType(form == SUB_FINAL, supertype, compositeType(reader, form(reader), begin));
    }

    private CompositeType compositeType(BinaryReader reader, int form, int at) {
        return switch (form) {
            case FUNC ->
                new FuncType(valTypes(reader, TranslationLimit.PARAMS), valTypes(reader, TranslationLimit.RESULTS));
            case STRUCT -> new StructType(fields(reader));
            case ARRAY -> new ArrayType(field(reader));
            case SUB, SUB_FINAL, REC -> throw new MalformedException("malformed definition type", at);
            default ->
                throw Proposals.refuse(Proposals.ofDefinedType(form), formText(form), "malformed definition type", at);
        };
    }

    private List<ValType> valTypes(BinaryReader reader, TranslationLimit limit) {
        int count = Checks.count(reader, limits, limit, 0);
        List<ValType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(reader.valType(end));
        }
        return types;
    }

    private List<FieldType> fields(BinaryReader reader) {
        int count = Checks.count(reader, limits, TranslationLimit.FIELDS, 0);
        List<FieldType> fields = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            fields.add(field(reader));
        }
        return fields;
    }

    private FieldType field(BinaryReader reader) {
        StorageType storage = storageType(reader);
        int at = reader.position();
        return switch (reader.u8()) {
            case 0x00 -> new FieldType(storage, false);
            case 0x01 -> new FieldType(storage, true);
            default -> throw new MalformedException("malformed mutability", at);
        };
    }

    private StorageType storageType(BinaryReader reader) {
        for (PackedType packed : PackedType.values()) {
            if (reader.peek() == packed.code()) {
                reader.u8();
                return packed;
            }
        }
        return reader.valType(end);
    }
}
