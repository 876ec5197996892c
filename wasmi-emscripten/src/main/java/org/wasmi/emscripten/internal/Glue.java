package org.wasmi.emscripten.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmi.encoding.program.Export;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.wasi.StatLayout;

/**
 * What the JavaScript glue of a program tells about it: the names in C of its imports and exports, and where the C
 * library has the fields of its structures. Where the glue is minified too, its functions are recognized by what they
 * do, see {@link Traits}.
 */
public final class Glue {

    /** No glue: names are as they are. */
    public static final Glue NONE = new Glue(Map.of(), Map.of(), Map.of(), StatLayout.BYTES_96, 0, true);

    private static final Pattern NUMBER =
            Pattern.compile("\\(\\)=>(-?\\d{1,10})|function\\(\\)\\{return ?(-?\\d{1,10});?\\}");

    /** How long names are at most that were made short. */
    private static final int SHORT = 3;

    /** {@code NAME = ... = exports["key"]} or {@code exports.key}; a name is a variable or a property. */
    private static final Pattern ASSIGNMENT =
            Pattern.compile("((?:(?<![\\w$.])[\\w$.]++(?:\\[[\"'][\\w$]++[\"']\\])*=)++)"
                    + "[\\w$]++(?:\\[[\"']asm[\"']\\])?(?:\\[[\"']([\\w$]++)[\"']\\]|\\.([\\w$]++))");

    /** Values and their counts in turn, as newer versions keep them. */
    private static final Pattern EVEN_HANDLES = Pattern.compile("\\b0,1,(?:void 0|undefined)?,1,null,1,");

    private static final Pattern LAST_NAME = Pattern.compile("([\\w$]++)[\"'\\]]*$");

    private final Map<String, String> imports;
    private final Map<String, String> exports;
    private final Map<String, Integer> constants;
    private final StatLayout statLayout;
    private final long heapBase;
    private final boolean evenHandles;

    private Glue(
            Map<String, String> imports,
            Map<String, String> exports,
            Map<String, Integer> constants,
            StatLayout statLayout,
            long heapBase,
            boolean evenHandles) {
        this.heapBase = heapBase;
        this.evenHandles = evenHandles;
        this.imports = imports;
        this.exports = exports;
        this.constants = constants;
        this.statLayout = statLayout;
    }

    /** {@return what a glue tells about a program} */
    public static Glue read(String javaScript, Program program) {
        JavaScript source = JavaScript.of(javaScript);
        String dense = source.dense();
        Map<String, String> imports = new HashMap<>();
        Map<String, Integer> constants = new HashMap<>();
        Map<String, String> values = importObject(source, program);
        Traits traits = new Traits(dense);
        for (Import each : program.imports()) {
            String value = values.get(each.name());
            if (value != null && each.name().length() <= SHORT && each.type() instanceof FuncType type) {
                traits.name(value, type)
                        .ifPresentOrElse(name -> imports.put(each.name(), name), () -> number(traits.definition(value))
                                .ifPresent(number -> constants.put(each.name(), number)));
            }
        }
        return new Glue(
                imports,
                exports(dense, program, traits),
                constants,
                statLayout(dense),
                heapBase(dense),
                EVEN_HANDLES.matcher(dense).find());
    }

    /** {@return the number that a function returns, if it does nothing else} */
    private static Optional<Integer> number(String function) {
        Matcher at = NUMBER.matcher(function);
        return at.matches()
                ? Optional.of((int) Long.parseLong(at.group(1) == null ? at.group(2) : at.group(1)))
                : Optional.empty();
    }

    /** {@return the properties of the object that has all the functions which a module of imports has} */
    private static Map<String, String> importObject(JavaScript source, Program program) {
        Set<String> names = new HashSet<>();
        for (Import each : program.imports()) {
            if (each.type() instanceof FuncType) {
                names.add(each.name());
            }
        }
        Map<String, JavaScript.Range> best = Map.of();
        int most = 0;
        for (Map<String, JavaScript.Range> each : source.objects()) {
            Set<String> found = new HashSet<>(names);
            found.retainAll(each.keySet());
            if (found.size() > most) {
                most = found.size();
                best = each;
            }
        }
        Map<String, String> values = new HashMap<>();
        for (String name : names) {
            JavaScript.Range value = best.get(name);
            if (value != null) {
                values.put(name, source.text(value));
            }
        }
        return values;
    }

    /** {@return the names in the program by those in C, as the glue assigns exports to properties and variables} */
    private static Map<String, String> exports(String dense, Program program, Traits traits) {
        Map<String, String> names = new LinkedHashMap<>();
        Set<String> exported = new HashSet<>();
        for (Export each : program.exports()) {
            if (each.kind() == ExternKind.FUNC) {
                exported.add(each.name());
            }
        }
        for (Matcher at = ASSIGNMENT.matcher(dense); at.find(); ) {
            String key = at.group(2) == null ? at.group(3) : at.group(2);
            if (exported.contains(key)) {
                for (String target : at.group(1).split("=")) {
                    Matcher name = LAST_NAME.matcher(target);
                    if (name.find() && isLong(name.group(1))) {
                        names.putIfAbsent(plain(name.group(1)), key);
                    }
                }
            }
        }
        traits.helpers(exported).forEach(names::putIfAbsent);
        constructors(dense, program).ifPresent(key -> names.putIfAbsent("__wasm_call_ctors", key));
        return names;
    }

    /** {@return the function that is exported first, if it has a short name and the glue calls it} */
    private static Optional<String> constructors(String dense, Program program) {
        return program.exports().stream()
                .filter(each -> each.kind() == ExternKind.FUNC)
                .findFirst()
                .map(Export::name)
                .filter(key -> key.length() <= SHORT)
                .filter(key -> dense.contains("." + key + "()")
                        || dense.contains("[\"" + key + "\"]()")
                        || dense.contains("['" + key + "']()"));
    }

    /** {@return whether a name was not made short} */
    static boolean isLong(String name) {
        return name.startsWith("_") ? name.length() > 2 : name.length() > 4;
    }

    /** {@return a name in C: the glue has an underscore before each, except for its own helpers} */
    static String plain(String name) {
        return name.startsWith("_") ? name.substring(1) : name;
    }

    private static long heapBase(String dense) {
        Matcher at = Pattern.compile("\\b_{2,3}heap_base=(\\d{1,10})\\b").matcher(dense);
        return at.find() ? Long.parseLong(at.group(1)) : 0;
    }

    private static StatLayout statLayout(String dense) {
        if (dense.contains("+104>>") || dense.contains("+104)>>")) {
            return StatLayout.BYTES_112;
        }
        boolean newest = dense.contains("+88>>") || dense.contains("+88)>>");
        boolean oldest = dense.contains("+80>>") || dense.contains("+80)>>");
        return oldest && !newest ? StatLayout.BYTES_88 : StatLayout.BYTES_96;
    }

    /** {@return this with further names, from names in the program to those in C} */
    public Glue with(Map<String, String> more) {
        Map<String, String> allImports = new HashMap<>(imports);
        Map<String, String> allExports = new HashMap<>(exports);
        more.forEach((inProgram, inC) -> {
            allImports.put(inProgram, inC);
            allExports.put(inC, inProgram);
        });
        return new Glue(allImports, allExports, constants, statLayout, heapBase, evenHandles);
    }

    /** {@return the name in C of an import} */
    public Optional<String> imported(String name) {
        return Optional.ofNullable(imports.get(name));
    }

    /** {@return the name in the program of an export} */
    public Optional<String> exported(String name) {
        return Optional.ofNullable(exports.get(name));
    }

    /** {@return the number that an imported function always returns} */
    public OptionalInt constant(String name) {
        Integer value = constants.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /**
     * {@return the size of the stack of a main module for dynamic linking}
     *
     * @param low where the stack ends
     */
    public OptionalInt stackBytes(long low) {
        return heapBase > low && heapBase <= Integer.MAX_VALUE
                ? OptionalInt.of((int) (heapBase - low))
                : OptionalInt.empty();
    }

    /** {@return whether the handles that guests know of undefined, null, true and false are 2, 4, 6, 8} */
    public boolean hasEvenHandles() {
        return evenHandles;
    }

    /** {@return where the fields of {@code struct stat} are} */
    public StatLayout statLayout() {
        return statLayout;
    }
}
