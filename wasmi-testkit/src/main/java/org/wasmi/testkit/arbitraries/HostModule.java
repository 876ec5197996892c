package org.wasmi.testkit.arbitraries;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.testkit.oracle.OracleHost;
import org.wasmi.testkit.oracle.OracleValue;

/**
 * The module {@value #NAME}, from which a {@link WasmModule} may import: these functions, globals and tags, a memory
 * and a table. The host provides a new empty memory and a new empty table, of the types that the imports declare.
 * Stateless.
 */
public final class HostModule implements OracleHost {

    /** The name of the module. */
    public static final String NAME = "host";

    /** The only instance. */
    public static final HostModule INSTANCE = new HostModule();

    /**
     * A function that returns some of its arguments, or throws all of them.
     *
     * @param name its name
     * @param type its type
     * @param returned for each result, the number of the argument that it is equal to
     * @param thrown the name of the tag with which it throws its arguments if the first, an i32, is odd
     */
    public record Function(String name, FuncType type, List<Integer> returned, Optional<String> thrown) {

        /** Copies the list. */
        public Function {
            returned = List.copyOf(returned);
        }

        /** {@return the results} */
        public <T> List<T> apply(List<T> arguments) {
            return returned.stream().map(arguments::get).toList();
        }
    }

    /**
     * A tag.
     *
     * @param name its name
     * @param type a function type, whose parameters are what exceptions carry
     */
    public record Tag(String name, FuncType type) {}

    /**
     * A global.
     *
     * @param name its name
     * @param type its type
     * @param value the initial value
     */
    public record Global(String name, GlobalType type, OracleValue value) {}

    private static final List<Function> FUNCTIONS = List.of(
            function("nothing", "->"),
            function("same", "i32 -> i32", 0),
            function("second", "i32 i64 -> i64", 1),
            function("swap", "f64 i32 -> i32 f64", 1, 0),
            function("twice", "f32 -> f32 f32", 0, 0),
            function("vector", "v128 i32 -> i32 v128", 1, 0),
            function("references", "externref funcref -> funcref externref", 1, 0),
            function("objects", "anyref eqref i31ref -> eqref anyref i31ref", 1, 0, 2),
            new Function("throw", ModuleBuilder.signature("i32 externref -> i32"), List.of(0), Optional.of("thrown")));

    private static final List<Tag> TAGS = List.of(
            new Tag("thrown", ModuleBuilder.signature("i32 externref ->")),
            new Tag("empty", ModuleBuilder.signature("->")));

    /** What references from outside refer to. */
    static final OracleValue OBJECT = new OracleValue.Extern("host object");

    private static final List<Global> GLOBALS = List.of(
            new Global("three", new GlobalType(NumType.I32, false), new OracleValue.I32(3)),
            new Global("i32", new GlobalType(NumType.I32, true), new OracleValue.I32(-1)),
            new Global("i64", new GlobalType(NumType.I64, false), new OracleValue.I64(1L << 40)),
            new Global("f32", new GlobalType(NumType.F32, false), new OracleValue.F32(0x3FC0_0000)),
            new Global("f64", new GlobalType(NumType.F64, true), new OracleValue.F64(Long.MIN_VALUE)),
            new Global("v128", new GlobalType(VecType.V128, true), new OracleValue.V128(1L << 40, -2)),
            new Global("funcref", new GlobalType(RefType.FUNCREF, true), OracleValue.nullRef()),
            new Global("externref", new GlobalType(RefType.EXTERNREF, false), OBJECT));

    private static final Map<String, Function> FUNCTIONS_BY_NAME =
            FUNCTIONS.stream().collect(Collectors.toMap(Function::name, function -> function));

    private static final Map<String, Global> GLOBALS_BY_NAME =
            GLOBALS.stream().collect(Collectors.toMap(Global::name, global -> global));

    private HostModule() {}

    private static Function function(String name, String signature, Integer... returned) {
        return new Function(name, ModuleBuilder.signature(signature), List.of(returned), Optional.empty());
    }

    /** {@return the functions} */
    public static List<Function> functions() {
        return FUNCTIONS;
    }

    /** {@return the tags} */
    public static List<Tag> tags() {
        return TAGS;
    }

    /** {@return the globals} */
    public static List<Global> globals() {
        return GLOBALS;
    }

    /** {@inheritDoc} */
    @Override
    public List<OracleValue> call(String name, List<OracleValue> arguments) {
        Function function = FUNCTIONS_BY_NAME.get(name);
        if (function == null) {
            throw new IllegalArgumentException("no function is named " + name);
        }
        if (function.thrown().isPresent() && (arguments.get(0).i32() & 1) != 0) {
            throw new HostException(function.thrown().get(), arguments);
        }
        return function.apply(arguments);
    }

    /** {@inheritDoc} */
    @Override
    public OracleValue global(String name) {
        Global global = GLOBALS_BY_NAME.get(name);
        if (global == null) {
            throw new IllegalArgumentException("no global is named " + name);
        }
        return global.value();
    }
}
