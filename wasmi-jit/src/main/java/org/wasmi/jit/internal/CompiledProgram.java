package org.wasmi.jit.internal;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.error.WasmException;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.runtime.AnyMemoryCode;
import org.wasmi.exec.runtime.Calls;
import org.wasmi.exec.runtime.GuestFunction;
import org.wasmi.exec.runtime.InstanceState;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;
import org.wasmi.exec.runtime.StoreAccess;
import org.wasmi.jit.compiled.CompiledModule;

/**
 * The classes of a program: one for each function, made when the JVM first needs it, which is when code that is
 * compiled first calls the function, or a frame of it is first run. Classes are unloaded with the program. Thread-safe.
 */
public final class CompiledProgram extends ClassLoader {
    private final WeakReference<Program> program;
    private final Shape shape;

    /** Whether instances have memory 0, if any, in one array. */
    private final boolean array;

    /** Whether frames are to leave at once. */
    private final BooleanSupplier leaving;

    private final CompilationCounter counter;
    private final int chunkWeight;

    private final int importedFunctions;
    private final @Nullable CompiledCode[] codes;
    private final int[][] words;
    private final Map<Integer, String> declined = new HashMap<>();

    /** The classes, if they were made before. */
    private final Optional<CompiledModule> aheadOfTime;

    private final Map<Integer, Callable> interpreted = new HashMap<>();
    private final @Nullable ExactCode[] exact;

    /** By function with exact code: by position of a payment, what to go on with. */
    private final Map<Integer, Map<Integer, Integer>> exactEntries = new ConcurrentHashMap<>();

    /**
     * Makes the class loader of a program.
     *
     * @param tiered whether functions stay in the interpreter until they are hot
     * @param chunkWeight what a chunk may weigh, see {@link ClassMaker}
     */
    CompiledProgram(
            Program program,
            boolean array,
            boolean tiered,
            BooleanSupplier leaving,
            CompilationCounter counter,
            int chunkWeight) {
        super(CompiledProgram.class.getClassLoader());
        this.program = new WeakReference<>(program);
        this.aheadOfTime = array ? CompiledModules.find(program) : Optional.empty();
        Hotness cold = new Hotness(
                tiered && aheadOfTime.isEmpty() ? program.functionTypes().size() : 0);
        this.shape = Shape.of(program, array).withHotness(cold);
        this.array = array;
        this.leaving = leaving;
        this.counter = counter;
        this.chunkWeight = chunkWeight;
        this.importedFunctions = program.importCount(ExternKind.FUNC);
        this.words = new int[shape.functions().size()][];
        this.codes = new CompiledCode[shape.functions().size()];
        this.exact = new ExactCode[shape.metered() ? shape.functions().size() : 0];
        Module module = CompiledProgram.class.getModule();
        if (module.isNamed()) {
            module.addExports(CompiledProgram.class.getPackageName(), getUnnamedModule());
        }
    }

    /** {@return why the code of a function is not compiled, if that is known already} */
    synchronized Optional<String> declined(int function) {
        return Optional.ofNullable(declined.get(function));
    }

    private synchronized void decline(int function, String reason) {
        declined.put(function, reason);
    }

    /** {@return the number of functions, imported ones included} */
    int functions() {
        return codes.length;
    }

    /** {@return the number of globals, imported ones included} */
    int globals() {
        return shape.globals().size();
    }

    /** {@return the form of code for the frame on top of a machine} */
    Form formOn(Machine machine) {
        if (isUnusable(machine.function().instance(), false)) {
            return Form.GROWING;
        }
        return machine.isSuspendable() ? Form.SUSPENDABLE : Form.PLAIN;
    }

    /** {@return whether the array of memory 0 is not what code needs that checks addresses or does not} */
    boolean isUnusable(InstanceState instance, boolean checks) {
        return shape.hasMemory()
                && (leaving.getAsBoolean()
                        || !(checks ? StoreAccess.wholeMemory(instance) : StoreAccess.exactMemory(instance)));
    }

    Hotness hotness() {
        return shape.hotness();
    }

    boolean isMetered() {
        return shape.metered();
    }

    /** {@return the code of a function that has been compiled} */
    int[] words(int function) {
        int[] known = words[function];
        if (known == null) {
            known = codeOf(function).toArray();
            words[function] = known;
        }
        return known;
    }

    /** {@return whether all classes were made before the program ran} */
    boolean isAheadOfTime() {
        return aheadOfTime.isPresent();
    }

    void add(int function, CompiledCode code) {
        codes[function] = code;
    }

    @Nullable
    LinkedCode code(int function) {
        return codes[function];
    }

    /** {@return what a frame of a function goes on in that has left compiled code} */
    LinkedCode codeAfterLeaving(int function, GuestFunction frame) {
        CompiledCode known = codes[function];
        return known != null ? known.counted(frame) : Calls.codeOf(frame);
    }

    /** {@return what compiled code of the instance of the frame on top needs} */
    Context context(Machine machine) {
        InstanceState instance = machine.instance();
        if (StoreAccess.attachment(instance) instanceof Context known && known.serve(machine, this)) {
            return known;
        }
        Context added = new Context(machine, instance, this);
        StoreAccess.attach(instance, added);
        return added;
    }

    /** {@return a function as an object} */
    Callable callable(Form form, int function) {
        return create(form.className(function), CompiledJar.number(form, function));
    }

    /**
     * {@return what goes on in a function where an instruction begins that is the target of a branch}
     *
     * @throws Analysis.Declined if that cannot be compiled
     */
    Callable resumption(Form form, int function, int position) {
        if (isAheadOfTime()) {
            throw new Analysis.Declined("the program was compiled ahead of time");
        }
        return (Callable) make(form.resumptionName(function, position));
    }

    /** {@return the code of a function that looks for fuel each time} */
    ExactCode exact(int function) {
        ExactCode known = exact[function];
        if (known == null) {
            known = (ExactCode) instance(exactName(function), CompiledJar.numberOfExact(function));
            exact[function] = known;
            if (isAheadOfTime()) { // where its code goes on is not in the jar
                exact(exactName(function));
            }
        }
        return known;
    }

    /** {@return the name of the class of a function that looks for fuel each time} */
    static String exactName(int function) {
        return "E" + function;
    }

    /** {@return where {@link #exact} goes on behind the payment at a position} */
    int exactEntry(int function, int at) {
        return exactEntries.getOrDefault(function, Map.of()).getOrDefault(at, -1);
    }

    /**
     * Compiles all functions that a program defines.
     *
     * @return by index, in order, why functions are not compiled; those that are not here are
     */
    public static SortedMap<Integer, String> declined(Program program) {
        Shape shape = Shape.of(program);
        int imported = program.importCount(ExternKind.FUNC);
        SortedMap<Integer, String> reasons = new TreeMap<>();
        for (int i = imported; i < shape.functions().size(); i++) {
            Code code = words(program, i - imported);
            FuncType type = shape.functions().get(i);
            try {
                compile(shape, i, code, type, Form.PLAIN);
            } catch (Analysis.Declined reason) {
                reasons.put(i, String.valueOf(reason.getMessage()));
            }
        }
        return reasons;
    }

    /**
     * Compiles a function for people to read. The line numbers are those of instructions in the code, from 1, and 0
     * where what several of them need is apart; the last one that a class file has room for, 65,535, stands for all
     * behind it as well.
     *
     * @param index the index of a function that the program defines
     * @return the class file, or nothing if the function is not compiled
     */
    public static Optional<byte[]> classFile(Program program, int index) {
        Shape shape = Shape.of(program).withNumbers();
        Code code = words(program, index - program.importCount(ExternKind.FUNC));
        try {
            return Optional.of(compile(shape, index, code, shape.functions().get(index), Form.PLAIN)
                    .bytes());
        } catch (Analysis.Declined reason) {
            return Optional.empty();
        }
    }

    static Code words(Program program, int defined) {
        return Encodings.transcode(program.functions().get(defined).body().code(), Encodings.named(Encodings.WORDS));
    }

    static ClassMaker.Made compile(Shape shape, int index, Code code, FuncType type, Form form) {
        return compile(shape, index, code, type, form, ChunkSizes.CHUNK);
    }

    private static ClassMaker.Made compile(
            Shape shape, int index, Code code, FuncType type, Form form, int chunkWeight) {
        Signature signature = Signature.of(type);
        if (signature == null) {
            throw new Analysis.Declined(Signature.TOO_LONG);
        }
        return new ClassMaker(shape, index, code, type, signature, form, chunkWeight).make();
    }

    /** {@return an object that calls what {@link Context#target} has found} */
    synchronized Callable interpreted(int type) {
        return interpreted.computeIfAbsent(type, index -> {
            Signature signature = Signature.of(shape.types().function(index));
            if (signature == null) {
                throw new IllegalStateException("no methods have the type " + index);
            }
            return create(signature.interpreted(), CompiledJar.numberOfInterpreted(functions(), index));
        });
    }

    private Callable create(String name, int number) {
        return (Callable) instance(name, number);
    }

    /** {@return an object of a class, which was made before or is made now} */
    private Object instance(String name, int number) {
        if (aheadOfTime.isEmpty()) {
            return make(name);
        }
        Object created = aheadOfTime.get().create(number);
        if (created == null) {
            throw new IllegalStateException(aheadOfTime.get().name() + ": the jar has no class " + name);
        }
        return created;
    }

    private Object make(String name) {
        try {
            return loadClass(name).getConstructor().newInstance();
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(name, error);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (Form.isOf(name.charAt(0))) {
            return function(name, Form.of(name.charAt(0)), Integer.parseInt(name.substring(1)));
        }
        byte[] bytes =
                switch (name.charAt(0)) {
                    case 'R' -> resumption(name);
                    case 'E' -> exact(name);
                    case 'S' -> ClassMaker.callable(signature(name), name);
                    case 'O' -> ClassMaker.interpreted(signature(name), name);
                    default -> throw new ClassNotFoundException(name);
                };
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static Signature signature(String name) {
        int middle = name.indexOf('_');
        return new Signature(kinds(name.substring(1, middle)), kinds(name.substring(middle + 1)));
    }

    private static List<Kind> kinds(String letters) {
        return letters.chars().mapToObj(letter -> Kind.of((char) letter)).toList();
    }

    private Class<?> function(String name, Form form, int index) {
        byte[] bytes = function(form, index);
        Class<?> defined = defineClass(name, bytes, 0, bytes.length);
        if (declined(index).isEmpty()) {
            hotness().compiled(index, form); // not before: there may be no room for the class
        }
        return defined;
    }

    private byte[] function(Form form, int index) {
        FuncType type = shape.functions().get(index);
        Signature signature = Signature.of(type);
        if (signature == null) {
            throw new IllegalStateException("no method has the type of function " + index);
        }
        FlightRecorder recorder = new FlightRecorder(program, counter, index, Optional.empty());
        String declinedFor;
        try {
            Code code = codeOf(index);
            words[index] = code.toArray();
            ClassMaker.Made made = compile(shape, index, code, type, form, chunkWeight);
            recorder.compiled(made);
            return made.bytes();
        } catch (Analysis.Declined reason) {
            declinedFor = String.valueOf(reason.getMessage());
        } catch (WasmException invalid) { // to be reported when the function is called
            declinedFor = "not valid";
        }
        decline(index, declinedFor);
        recorder.declined(declinedFor);
        return ClassMaker.declined(signature, index, form.className(index));
    }

    private byte[] resumption(String name) {
        int middle = name.indexOf('_');
        int index = Integer.parseInt(name.substring(2, middle));
        int position = Integer.parseInt(name.substring(middle + 1));
        FlightRecorder recorder = new FlightRecorder(program, counter, index, Optional.of(position));
        try {
            ClassMaker.Made made = maker(index, Form.of(name.charAt(1))).resumption(name, position);
            recorder.compiled(made);
            return made.bytes();
        } catch (Analysis.Declined reason) {
            recorder.declined(String.valueOf(reason.getMessage()));
            throw reason;
        }
    }

    private byte[] exact(String name) {
        int index = Integer.parseInt(name.substring(1));
        Map<Integer, Integer> entries = new HashMap<>();
        byte[] bytes = maker(index, Form.PLAIN).exact(name, entries);
        exactEntries.put(index, entries);
        return bytes;
    }

    private ClassMaker maker(int index, Form form) {
        FuncType type = shape.functions().get(index);
        Signature signature = Signature.of(type);
        if (signature == null) {
            throw new IllegalStateException("no method has the type of function " + index);
        }
        Code code = codeOf(index);
        words[index] = code.toArray();
        return new ClassMaker(shape, index, code, type, signature, form, chunkWeight);
    }

    private Code codeOf(int function) {
        CompiledCode known = codes[function];
        if (known != null) {
            return known.code();
        }
        Program alive = program.get();
        if (alive == null) {
            throw new IllegalStateException("the program is gone");
        }
        Code code = words(alive, function - importedFunctions);
        return array ? code : AnyMemoryCode.of(code);
    }
}
