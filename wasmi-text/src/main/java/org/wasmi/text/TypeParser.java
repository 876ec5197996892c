package org.wasmi.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses types (Wasm specification, 6.4) and writes the type section, to which type uses add what no definition gives.
 */
final class TypeParser {
    private static final int FUNC = 0x60;
    private static final int STRUCT = 0x5F;
    private static final int ARRAY = 0x5E;
    private static final int SUB = 0x50;
    private static final int SUB_FINAL = 0x4F;
    private static final int REC = 0x4E;
    private static final int DESCRIPTOR = 0x4D;
    private static final int DESCRIBES = 0x4C;
    private static final int REF = 0x64;
    private static final int REF_NULL = 0x63;
    private static final int EXACT = 0x62;

    /** Bytes of types and heap types by name. */
    static final Map<String, Integer> VALUE_TYPES = Map.ofEntries(
            Map.entry("i32", 0x7F),
            Map.entry("i64", 0x7E),
            Map.entry("f32", 0x7D),
            Map.entry("f64", 0x7C),
            Map.entry("v128", 0x7B));

    static final Map<String, Integer> REFERENCE_TYPES = Map.ofEntries(
            Map.entry("funcref", 0x70),
            Map.entry("externref", 0x6F),
            Map.entry("anyref", 0x6E),
            Map.entry("eqref", 0x6D),
            Map.entry("i31ref", 0x6C),
            Map.entry("structref", 0x6B),
            Map.entry("arrayref", 0x6A),
            Map.entry("exnref", 0x69),
            Map.entry("nullexnref", 0x74),
            Map.entry("nullfuncref", 0x73),
            Map.entry("nullexternref", 0x72),
            Map.entry("nullref", 0x71));

    static final Map<String, Integer> HEAP_TYPES = Map.ofEntries(
            Map.entry("func", 0x70),
            Map.entry("extern", 0x6F),
            Map.entry("any", 0x6E),
            Map.entry("eq", 0x6D),
            Map.entry("i31", 0x6C),
            Map.entry("struct", 0x6B),
            Map.entry("array", 0x6A),
            Map.entry("exn", 0x69),
            Map.entry("noexn", 0x74),
            Map.entry("nofunc", 0x73),
            Map.entry("noextern", 0x72),
            Map.entry("none", 0x71));

    static final Map<String, Integer> PACKED_TYPES = Map.of("i8", 0x78, "i16", 0x77);

    private final Cursor cursor;
    final IndexSpace types = new IndexSpace("type");

    /** The fields of structures, by index of the type. */
    final Map<Integer, IndexSpace> fields = new HashMap<>();

    private final Output section = new Output(256);
    private int groups;

    /** The smallest type that is a function type by itself, by its bytes. */
    private final Map<String, Integer> functions = new HashMap<>();

    /** By index, the bytes of function types and how many parameters they have; null for others. */
    private final List<@Nullable Signature> signatures = new ArrayList<>();

    record Signature(String bytes, int params) {}

    /** The parameters and results of a type use, while it is parsed. */
    private final Output params = new Output();

    private final Output results = new Output();
    private int paramCount;
    private int resultCount;

    TypeParser(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Takes the identifiers of a type definition or of a group, without what they define. */
    void bind() {
        if (cursor.takeOpen("rec")) {
            while (cursor.isOpen("type")) {
                bindOne();
            }
        } else {
            bindOne();
        }
    }

    private void bindOne() {
        int closing = cursor.tokens.closing(cursor.at());
        cursor.takeOpen("type");
        types.bind(cursor);
        cursor.seek(closing + 1);
    }

    /** Parses a type definition or a group. */
    void define() {
        if (cursor.takeOpen("rec")) {
            Output members = new Output();
            int count = 0;
            int first = signatures.size();
            while (cursor.isOpen()) {
                type(members);
                count++;
            }
            if (count != 1) {
                section.write(REC);
                section.u32(count);
            }
            section.write(members);
            cursor.expectClose();
            if (count == 1) {
                alone(first, members);
            }
        } else {
            Output member = new Output();
            int index = signatures.size();
            type(member);
            section.write(member);
            alone(index, member);
        }
        groups++;
    }

    /** Lets type uses find a function type that is a group by itself, final and without supertypes. */
    private void alone(int index, Output definition) {
        Signature signature = signatures.get(index);
        if (signature != null && (definition.bytes()[0] & 0xFF) == FUNC) {
            functions.putIfAbsent(signature.bytes, index);
        }
    }

    private void type(Output out) {
        if (!cursor.takeOpen("type")) {
            throw cursor.unexpected("(type");
        }
        if (cursor.kind() == Tokens.ID) {
            cursor.next();
        }
        int index = signatures.size();
        signatures.add(null);
        if (cursor.takeOpen("sub")) {
            sub(out, index);
            cursor.expectClose();
        } else {
            descriptors(out);
            composite(out, index);
        }
        cursor.expectClose();
    }

    private void sub(Output out, int index) {
        boolean isFinal = cursor.takeKeyword("final");
        Output supers = new Output();
        int count = 0;
        while (cursor.isIndex()) {
            supers.u32(types.index(cursor));
            count++;
        }
        if (!isFinal || count > 0) {
            out.write(isFinal ? SUB_FINAL : SUB);
            out.u32(count);
            out.write(supers);
        }
        descriptors(out);
        composite(out, index);
    }

    private void descriptors(Output out) {
        if (cursor.takeOpen("describes")) {
            out.write(DESCRIBES);
            out.u32(types.index(cursor));
            cursor.expectClose();
        }
        if (cursor.takeOpen("descriptor")) {
            out.write(DESCRIPTOR);
            out.u32(types.index(cursor));
            cursor.expectClose();
        }
    }

    private void composite(Output out, int index) {
        if (cursor.takeOpen("func")) {
            signature(new IndexSpace("local"));
            Signature signature = taken();
            signatures.set(index, signature);
            out.write(FUNC);
            byte[] bytes = signature.bytes.getBytes(StandardCharsets.ISO_8859_1);
            out.write(bytes, 0, bytes.length);
        } else if (cursor.takeOpen("struct")) {
            out.write(STRUCT);
            Output members = new Output();
            IndexSpace names = new IndexSpace("field");
            while (cursor.takeOpen("field")) {
                if (cursor.kind() == Tokens.ID || Annotations.name(cursor) != null) {
                    names.bind(cursor);
                    field(members);
                } else {
                    while (!cursor.isClose()) {
                        names.skip(null);
                        field(members);
                    }
                }
                cursor.expectClose();
            }
            fields.put(index, names);
            out.u32(names.size());
            out.write(members);
        } else if (cursor.takeOpen("array")) {
            out.write(ARRAY);
            field(out);
        } else {
            throw cursor.unexpected("(func, (struct or (array");
        }
        cursor.expectClose();
    }

    private void field(Output out) {
        boolean mutable = cursor.takeOpen("mut");
        Integer packed = cursor.kind() == Tokens.KEYWORD ? PACKED_TYPES.get(cursor.text()) : null;
        if (packed == null) {
            valueType(out);
        } else {
            out.write(packed);
            cursor.next();
        }
        out.write(mutable ? 1 : 0);
        if (mutable) {
            cursor.expectClose();
        }
    }

    void valueType(Output out) {
        Integer code = cursor.kind() == Tokens.KEYWORD ? VALUE_TYPES.get(cursor.text()) : null;
        if (code != null) {
            out.write(code);
            cursor.next();
        } else if (!isReferenceType()) {
            throw cursor.unexpected("a value type");
        } else {
            referenceType(out);
        }
    }

    boolean isValueType() {
        return isReferenceType() || (cursor.kind() == Tokens.KEYWORD && VALUE_TYPES.containsKey(cursor.text()));
    }

    boolean isReferenceType() {
        return cursor.isOpen("ref") || (cursor.kind() == Tokens.KEYWORD && REFERENCE_TYPES.containsKey(cursor.text()));
    }

    void referenceType(Output out) {
        if (cursor.takeOpen("ref")) {
            boolean nullable = cursor.takeKeyword("null");
            Integer code = nullable && cursor.kind() == Tokens.KEYWORD ? HEAP_TYPES.get(cursor.text()) : null;
            if (code != null) {
                out.write(code);
                cursor.next();
            } else {
                out.write(nullable ? REF_NULL : REF);
                heapType(out);
            }
            cursor.expectClose();
            return;
        }
        Integer code = cursor.kind() == Tokens.KEYWORD ? REFERENCE_TYPES.get(cursor.text()) : null;
        if (code == null) {
            throw cursor.unexpected("a reference type");
        }
        out.write(code);
        cursor.next();
    }

    /** Parses a reference type as a cast has it: its heap type is written. {@return whether it is nullable} */
    boolean castType(Output out) {
        if (cursor.takeOpen("ref")) {
            boolean nullable = cursor.takeKeyword("null");
            heapType(out);
            cursor.expectClose();
            return nullable;
        }
        referenceType(out);
        return true;
    }

    void heapType(Output out) {
        if (cursor.takeOpen("exact")) {
            out.write(EXACT);
            out.u32(types.index(cursor));
            cursor.expectClose();
            return;
        }
        Integer code = cursor.kind() == Tokens.KEYWORD ? HEAP_TYPES.get(cursor.text()) : null;
        if (code != null) {
            out.write(code);
            cursor.next();
        } else if (cursor.isIndex()) {
            out.s64(Integer.toUnsignedLong(types.index(cursor)));
        } else {
            throw cursor.unexpected("a heap type");
        }
    }

    /**
     * Parses parameters and results.
     *
     * @param locals gets the parameters; null where they cannot have identifiers
     * @return whether there were any
     */
    private boolean signature(@Nullable IndexSpace locals) {
        int from = cursor.at();
        params.clear();
        results.clear();
        paramCount = 0;
        resultCount = 0;
        while (cursor.takeOpen("param")) {
            if (cursor.kind() == Tokens.ID) {
                if (locals == null) {
                    throw cursor.unexpected("a value type");
                }
                locals.bind(cursor);
                valueType(params);
                paramCount++;
            } else {
                String name = Annotations.name(cursor);
                while (!cursor.isClose()) {
                    if (locals != null) {
                        locals.skip(name);
                        name = null;
                    }
                    valueType(params);
                    paramCount++;
                }
            }
            cursor.expectClose();
        }
        while (cursor.takeOpen("result")) {
            while (!cursor.isClose()) {
                valueType(results);
                resultCount++;
            }
            cursor.expectClose();
        }
        return cursor.at() != from;
    }

    private Signature taken() {
        Output bytes = new Output(params.size() + results.size() + 4);
        bytes.u32(paramCount);
        bytes.write(params);
        bytes.u32(resultCount);
        bytes.write(results);
        return new Signature(new String(bytes.bytes(), 0, bytes.size(), StandardCharsets.ISO_8859_1), paramCount);
    }

    /**
     * Parses a type use.
     *
     * @param locals gets the parameters; null where they cannot have identifiers
     * @return the index of its type
     */
    int use(@Nullable IndexSpace locals) {
        int token = cursor.at();
        boolean isExplicit = cursor.takeOpen("type");
        int explicit = 0;
        if (isExplicit) {
            explicit = types.index(cursor);
            cursor.expectClose();
        }
        boolean given = signature(locals);
        if (!isExplicit) {
            return index(taken());
        }
        boolean isKnown = explicit >= 0 && explicit < signatures.size();
        Signature known = isKnown ? signatures.get(explicit) : null;
        if (given) {
            if (known == null) {
                String problem = isKnown ? "not a function type" : "unknown type";
                cursor.source.report(cursor.tokens.start(token), problem);
            } else if (!known.equals(taken())) {
                cursor.source.report(
                        cursor.tokens.start(token), "inline function type does not match type " + explicit);
            }
        } else if (known != null && locals != null) {
            for (int i = 0; i < known.params; i++) {
                locals.skip(null);
            }
        }
        return explicit;
    }

    /** Parses a block type and writes it. */
    void blockType(Output out) {
        if (!cursor.isOpen("type")) {
            signature(null);
            if (paramCount == 0 && resultCount == 0) {
                out.write(0x40);
            } else if (paramCount == 0 && resultCount == 1) {
                out.write(results);
            } else {
                out.s64(index(taken()));
            }
            return;
        }
        out.s64(Integer.toUnsignedLong(use(null)));
    }

    /** {@return the smallest type that is a function type, which is added if there is none} */
    private int index(Signature signature) {
        Integer known = functions.get(signature.bytes);
        if (known != null) {
            return known;
        }
        int index = types.skip(null);
        signatures.add(signature);
        functions.put(signature.bytes, index);
        section.write(FUNC);
        byte[] bytes = signature.bytes.getBytes(StandardCharsets.ISO_8859_1);
        section.write(bytes, 0, bytes.length);
        groups++;
        return index;
    }

    /** {@return the index of the field that the current token gives, in a type} */
    int field(int type) {
        IndexSpace space = fields.get(type);
        return (space == null ? new IndexSpace("field") : space).index(cursor);
    }

    /** {@return the content of the type section, empty if there are no types} */
    Output section() {
        Output out = new Output(section.size() + 5);
        if (groups > 0) {
            out.u32(groups);
            out.write(section);
        }
        return out;
    }
}
