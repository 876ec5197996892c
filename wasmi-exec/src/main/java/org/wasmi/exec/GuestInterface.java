package org.wasmi.exec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.wasmi.exec.internal.bind.AdapterClasses;
import org.wasmi.exec.internal.bind.ClassFileWriter;
import org.wasmi.exec.internal.bind.CodeWriter;

/**
 * A Java interface whose methods call functions of a store. For each interface there is one class that implements it: a
 * field for each method holds the {@link Invocation}, and the method enters the store, passes its arguments, calls, and
 * returns the results, with nothing in between that allocates. Thread-safe.
 */
final class GuestInterface {
    private static final ClassValue<GuestInterface> CACHE = new ClassValue<>() {
        @Override
        protected GuestInterface computeValue(Class<?> type) {
            return new GuestInterface(type);
        }
    };

    private static final List<Class<?>> API = List.of(Invocation.class, WasmFunction.class);

    private static final MethodType NOTHING = MethodType.methodType(void.class);

    private final Class<?> type;
    private final List<JavaMethod> methods = new ArrayList<>();

    /** What is wrong whatever the functions are. */
    private final List<String> problems = new ArrayList<>();

    private volatile @Nullable MethodHandle constructor;

    private GuestInterface(Class<?> type) {
        this.type = type;
        for (Method each : JavaMethod.abstractMethods(type)) {
            try {
                methods.add(JavaMethod.of(each, Set.of()));
            } catch (IllegalArgumentException problem) {
                problems.add(problem.getMessage());
            }
        }
    }

    static GuestInterface of(Class<?> type) {
        AdapterClasses.requireInterface(type);
        return CACHE.get(type);
    }

    /**
     * {@return the interface, which is refused if it has not got exactly one abstract method}
     *
     * @throws IllegalArgumentException if it has none or several
     */
    GuestInterface requireFunctional() {
        int count = methods.size() + problems.size();
        if (count != 1) {
            throw new IllegalArgumentException(type.getTypeName() + " has " + count
                    + " abstract methods, so that it does not stand for one function");
        }
        return this;
    }

    /**
     * {@return an object of the interface}
     *
     * @param lookup what the user can see
     * @param functions the function for each method
     * @throws IllegalArgumentException if the interface is not accessible, or methods and functions do not match; the
     *     message lists all of these
     */
    Object bind(Lookup lookup, Function<JavaMethod, WasmFunction> functions) {
        List<String> errors = new ArrayList<>(problems);
        Invocation[] invocations = new Invocation[methods.size()];
        for (int i = 0; i < invocations.length; i++) {
            JavaMethod method = methods.get(i);
            try {
                WasmFunction function = functions.apply(method);
                invocations[i] = function.newInvocation();
                if (!method.standsFor(function.type())) {
                    errors.add(method + ": the method stands for " + method.wasmType() + ", the function is "
                            + function.type());
                }
            } catch (IllegalArgumentException missing) {
                errors.add(method + ": " + missing.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("cannot bind " + type.getTypeName() + ":\n" + String.join("\n", errors));
        }
        Lookup home = AdapterClasses.home(type, records(), API, lookup);
        return AdapterClasses.canDefineClasses(home)
                ? AdapterClasses.call(constructor(home), (Object) invocations)
                : GuestProxy.create(type, home, methods, invocations);
    }

    private List<Class<?>> records() {
        return methods.stream().flatMap(JavaMethod::returnedRecord).toList();
    }

    private MethodHandle constructor(Lookup home) {
        MethodHandle known = constructor;
        if (known == null) { // a second class, by another thread, does no harm
            known = AdapterClasses.define(write(home), home, Invocation[].class);
            constructor = known;
        }
        return known;
    }

    private ClassFileWriter write(Lookup home) {
        ClassFileWriter file = new ClassFileWriter(AdapterClasses.nameFor(type, home), type);
        CodeWriter constructorCode = file.constructor(Invocation[].class);
        for (short i = 0; i < methods.size(); i++) {
            String field = "function" + i;
            file.field(field, Invocation.class);
            constructorCode
                    .load(Object.class, 0)
                    .load(Object.class, 1)
                    .push(i)
                    .loadElement()
                    .putField(field, Invocation.class);
            JavaMethod method = methods.get(i);
            CodeWriter code = file.method(method.method().getName(), method.type());
            call(code, field, method);
        }
        constructorCode.returns(void.class);
        return file;
    }

    /** Writes a method, which has the store to itself while it uses the invocation in a field. */
    private static void call(CodeWriter code, String field, JavaMethod method) {
        code.load(Object.class, 0).getField(field, Invocation.class).invoke(Invocation.class, "enter", NOTHING);
        int begin = code.position();
        code.load(Object.class, 0).getField(field, Invocation.class);
        int local = 1;
        for (short i = 0; i < method.params().size(); i++) {
            JavaType param = method.params().get(i);
            code.push(i).load(param.type(), local);
            MethodType pass = MethodType.methodType(Invocation.class, int.class, param.accessed());
            code.invoke(Invocation.class, param.set("pass"), pass);
            local += CodeWriter.slots(param.type());
        }
        code.invoke(Invocation.class, "call", MethodType.methodType(Invocation.class));
        Class<?> returned = method.method().getReturnType();
        if (method.returnsRecord()) {
            code.storeReference(local).newTwice(returned);
            for (short i = 0; i < method.results().size(); i++) {
                result(code.load(Object.class, local), method.results().get(i), i);
            }
            code.construct(returned, method.recordConstructor());
        } else if (returned == void.class) {
            code.pop();
        } else {
            result(code, method.results().get(0), (short) 0);
        }
        int end = code.position();
        code.load(Object.class, 0).getField(field, Invocation.class).invoke(Invocation.class, "exit", NOTHING);
        code.returns(returned);
        code.handler(begin, end);
        code.load(Object.class, 0).getField(field, Invocation.class).invoke(Invocation.class, "exit", NOTHING);
        code.throwException();
    }

    /** Writes how a result replaces the invocation on the stack. */
    private static void result(CodeWriter code, JavaType result, short index) {
        code.push(index).invoke(Invocation.class, result.get(), MethodType.methodType(result.accessed(), int.class));
        if (result == JavaType.FUNCTION) {
            code.checkCast(WasmFunction.class);
        }
    }
}
