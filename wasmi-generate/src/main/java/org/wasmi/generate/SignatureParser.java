package org.wasmi.generate;

import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmi.encoding.Suggestions;

/** Reads signatures, one a line; {@link GeneratorOptions#signatures()} describes them. */
final class SignatureParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:([A-Za-z_$][\\w$]*)|\"([^\"]*)\"|(\\[\\s*]|[(),<>;]))");

    /** Types that the generated class has, or names. */
    private static final Set<String> RESERVED = Set.of("List", "Raw", "Allocator", "GuestHeap");

    private record Token(String text, boolean quoted) {
        boolean isWord() {
            return quoted || Character.isJavaIdentifierStart(text.charAt(0));
        }
    }

    private final ClassName owner;
    private final Map<String, DataType> types = new LinkedHashMap<>();
    private final List<DataTypes.Structure> structures = new ArrayList<>();
    private final List<Signature> signatures = new ArrayList<>();
    private List<Token> tokens = List.of();
    private int at;
    private int line;

    /**
     * Makes one.
     *
     * @param owner the interface that will have the records
     */
    SignatureParser(ClassName owner) {
        this.owner = owner;
        for (DataTypes.Scalar each : DataTypes.Scalar.values()) {
            types.put(each.java().toString(), each);
        }
        types.put("String", new DataTypes.Text());
        types.put("CString", new DataTypes.CText());
    }

    /** Reads all lines. */
    SignatureParser parse(List<String> lines) {
        for (String each : lines) {
            line++;
            String text = each.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                tokens = tokens(text);
                at = 0;
                declaration();
                accept(";");
                if (at < tokens.size()) {
                    throw mistake("'" + tokens.get(at).text() + "' is left over");
                }
            }
        }
        return this;
    }

    List<DataTypes.Structure> structures() {
        return structures;
    }

    List<Signature> signatures() {
        return signatures;
    }

    private IllegalArgumentException mistake(String message) {
        return new IllegalArgumentException("line " + line + ": " + message);
    }

    private List<Token> tokens(String text) {
        List<Token> found = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw mistake("'" + text.substring(end).strip() + "' is not part of a signature");
            }
            if (matcher.group(2) != null) {
                found.add(new Token(matcher.group(2), true));
            } else {
                found.add(new Token(matcher.group().replaceAll("\\s", ""), false));
            }
            end = matcher.end();
        }
        return found;
    }

    private boolean accept(String text) {
        if (at < tokens.size()
                && !tokens.get(at).quoted()
                && tokens.get(at).text().equals(text)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String text) {
        if (!accept(text)) {
            throw mistake("'" + text + "' is missing"
                    + (at < tokens.size() ? " before '" + tokens.get(at).text() + "'" : " at the end"));
        }
    }

    private String word(String what) {
        if (at == tokens.size() || !tokens.get(at).isWord()) {
            throw mistake(what + " is missing");
        }
        return tokens.get(at++).text();
    }

    private void declaration() {
        if (accept("record")) {
            record();
            return;
        }
        Optional<String> module = accept("import") ? Optional.of(word("the name of the module")) : Optional.empty();
        boolean kept = accept("const");
        Optional<DataType> result = accept("void") ? Optional.empty() : Optional.of(type());
        String name = word("the name of the function");
        Signature signature = new Signature(module, name, kept, result, fields(), line);
        if (signatures.stream()
                .anyMatch(other -> other.module().equals(module) && other.name().equals(name))) {
            throw mistake("'" + name + "' has a signature already");
        }
        signatures.add(signature);
    }

    private void record() {
        String name = word("the name of the record");
        if (!Identifiers.type(name).equals(name)) {
            throw mistake("'" + name + "' is no name of a type; '" + Identifiers.type(name) + "' would be");
        }
        List<DataTypes.Field> fields = fields();
        if (fields.isEmpty()) {
            throw mistake("a record needs a component");
        }
        DataTypes.Structure structure = new DataTypes.Structure(owner.nestedClass(name), fields);
        if (RESERVED.contains(name)
                || name.equals(owner.simpleName())
                || Identifiers.isOfJava(name)
                || types.putIfAbsent(name, structure) != null) {
            throw mistake("'" + name + "' is a type already");
        }
        structures.add(structure);
    }

    private List<DataTypes.Field> fields() {
        List<DataTypes.Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        expect("(");
        if (accept(")")) {
            return fields;
        }
        do {
            DataType type = type();
            String name = word("the name of a parameter");
            if (!Identifiers.member(name).equals(name)) {
                throw mistake("'" + name + "' is no name of a parameter; '" + Identifiers.member(name) + "' would be");
            }
            if (!names.add(name)) {
                throw mistake("'" + name + "' is there twice");
            }
            fields.add(new DataTypes.Field(name, type));
        } while (accept(","));
        expect(")");
        return fields;
    }

    private DataType type() {
        String name = word("a type");
        DataType type;
        if (name.equals("List")) {
            expect("<");
            type = new DataTypes.ListOf(element());
            expect(">");
        } else {
            type = named(name);
        }
        while (accept("[]")) {
            if (!(type instanceof DataTypes.Scalar scalar) || scalar == DataTypes.Scalar.BOOLEAN) {
                throw mistake("there are no arrays of that type; use List<...>");
            }
            type = new DataTypes.Array(scalar);
        }
        return type;
    }

    /** Lists may have elements of the classes that box numbers. */
    private DataType element() {
        if (at < tokens.size()) {
            for (DataTypes.Scalar each : DataTypes.Scalar.values()) {
                if (each.java()
                        .box()
                        .toString()
                        .equals("java.lang." + tokens.get(at).text())) {
                    at++;
                    return each;
                }
            }
        }
        return type();
    }

    private DataType named(String name) {
        DataType type = types.get(name);
        if (type == null) {
            throw mistake("'" + name + "' is no type" + Suggestions.of(name, types.keySet()));
        }
        return type;
    }
}
