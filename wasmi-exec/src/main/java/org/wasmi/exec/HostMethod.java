package org.wasmi.exec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.bind.AdapterClasses;
import org.wasmi.exec.internal.bind.ClassFileWriter;
import org.wasmi.exec.internal.bind.CodeWriter;

/**
 * A method of a type that serves as a host function of the type's objects. For each there is one class of {@link
 * HostFunction}s: it holds an object, calls its method with the arguments, and sets the results. Thread-safe.
 */
final class HostMethod {
    /** Functional interfaces, each with its one method. */
    private static final ClassValue<HostMethod> INTERFACES = new ClassValue<>() {
        @Override
        protected HostMethod computeValue(Class<?> type) {
            List<Method> methods = JavaMethod.abstractMethods(type);
            if (methods.size() != 1) {
                throw new IllegalArgumentException(type.getTypeName() + " has " + methods.size()
                        + " abstract methods, so that it does not stand for one function");
            }
            return new HostMethod(type, methods.get(0));
        }
    };

    private static final List<Class<?>> API =
            List.of(HostFunction.class, HostCall.class, Memory.class, WasmFunction.class);

    /** What a method may take first. */
    private static final Set<Class<?>> CONTEXTS = Set.of(HostCall.class, Memory.class);

    private static final String TARGET = "target";

    private final Class<?> type;
    private final JavaMethod method;
    private volatile @Nullable MethodHandle constructor;

    /**
     * Makes one.
     *
     * @param type the type on whose objects the method is called
     * @param method the method, which the type has
     * @throws IllegalArgumentException if it has types that do not stand for any of Wasm
     */
    HostMethod(Class<?> type, Method method) {
        this.type = type;
        this.method = JavaMethod.of(method, CONTEXTS);
    }

    /**
     * {@return the method of a functional interface}
     *
     * @throws IllegalArgumentException if it is not such an interface, or has types that do not stand for any of Wasm
     */
    static HostMethod ofInterface(Class<?> type) {
        AdapterClasses.requireInterface(type);
        return INTERFACES.get(type);
    }

    /** {@return the type of the functions} */
    FuncType wasmType() {
        return method.wasmType();
    }

    /** {@return where its class can be made, given what the user can see, if there is such a place} */
    Optional<Lookup> home(Lookup lookup) {
        return AdapterClasses.findHome(type, method.returnedRecord().toList(), API, lookup);
    }

    /**
     * {@return a function that calls an object}
     *
     * @param lookup what the user can see
     * @param target the object, of this type
     * @throws IllegalArgumentException if the type is not accessible
     */
    HostFunction function(Lookup lookup, Object target) {
        Lookup home = home(lookup).orElseThrow(() -> AdapterClasses.notAccessible(type));
        return AdapterClasses.canDefineClasses(home)
                ? (HostFunction) AdapterClasses.call(constructor(home), target)
                : new Reflective(method, home, target);
    }

    private MethodHandle constructor(Lookup home) {
        MethodHandle known = constructor;
        if (known == null) { // a second class, by another thread, does no harm
            known = AdapterClasses.define(write(home), home, type);
            constructor = known;
        }
        return known;
    }

    private ClassFileWriter write(Lookup home) {
        ClassFileWriter file = new ClassFileWriter(AdapterClasses.nameFor(type, home), HostFunction.class);
        file.field(TARGET, type);
        file.constructor(type)
                .load(Object.class, 0)
                .load(type, 1)
                .putField(TARGET, type)
                .returns(void.class);
        CodeWriter code = file.method("call", MethodType.methodType(void.class, HostCall.class));
        Class<?> returned = method.method().getReturnType();
        if (method.returnsRecord()) {
            target(code).storeReference(2);
            RecordComponent[] components = returned.getRecordComponents();
            for (short i = 0; i < components.length; i++) {
                JavaType result = method.results().get(i);
                code.load(HostCall.class, 1).push(i).load(returned, 2);
                code.invoke(returned, components[i].getName(), MethodType.methodType(result.type()));
                setResult(code, result);
            }
        } else if (returned == void.class) {
            target(code);
        } else {
            target(code.load(HostCall.class, 1).push((short) 0));
            setResult(code, method.results().get(0));
        }
        code.returns(void.class);
        return file;
    }

    /** Writes the call of the object, which leaves what it returns on the stack. */
    private CodeWriter target(CodeWriter code) {
        code.load(Object.class, 0).getField(TARGET, type);
        if (method.context().isPresent()) {
            code.load(HostCall.class, 1);
            if (method.context().get() == Memory.class) {
                code.invoke(HostCall.class, "memory", MethodType.methodType(Memory.class));
            }
        }
        for (short i = 0; i < method.params().size(); i++) {
            JavaType param = method.params().get(i);
            code.load(HostCall.class, 1).push(i);
            code.invoke(HostCall.class, param.get(), MethodType.methodType(param.accessed(), int.class));
            if (param == JavaType.FUNCTION) {
                code.checkCast(WasmFunction.class);
            }
        }
        return code.invoke(type, method.method().getName(), method.type());
    }

    private static void setResult(CodeWriter code, JavaType result) {
        MethodType set = MethodType.methodType(void.class, int.class, result.accessed());
        code.invoke(HostCall.class, result.set("return"), set);
    }

    /** The same where no classes can be defined: by reflection and with boxes. */
    private static final class Reflective implements HostFunction {
        private final JavaMethod method;
        private final Lookup home;
        private final MethodHandle target;

        Reflective(JavaMethod method, Lookup home, Object target) {
            this.method = method;
            this.home = home;
            try {
                this.target = home.unreflect(method.method()).bindTo(target);
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException("a method that was seen to be accessible is not", impossible);
            }
        }

        @Override
        public void call(HostCall call) {
            List<@Nullable Object> arguments = new ArrayList<>();
            if (method.context().isPresent()) {
                arguments.add(method.context().get() == Memory.class ? call.memory() : call);
            }
            for (int i = 0; i < method.params().size(); i++) {
                arguments.add(argument(call, i, method.params().get(i)));
            }
            Object returned = AdapterClasses.call(target, arguments.toArray());
            if (method.returnsRecord()) {
                RecordComponent[] components = method.method().getReturnType().getRecordComponents();
                for (int i = 0; i < components.length; i++) {
                    setResult(call, i, method.results().get(i), component(components[i], returned));
                }
            } else if (!method.results().isEmpty()) {
                setResult(call, 0, method.results().get(0), returned);
            }
        }

        private @Nullable Object component(RecordComponent component, @Nullable Object record) {
            try {
                return AdapterClasses.call(
                        home.unreflect(component.getAccessor()), Objects.requireNonNull(record, "record"));
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException("a record that was seen to be accessible is not", impossible);
            }
        }

        private static @Nullable Object argument(HostCall call, int index, JavaType type) {
            return switch (type) {
                case I32 -> call.i32(index);
                case I64 -> call.i64(index);
                case F32 -> call.f32(index);
                case F64 -> call.f64(index);
                case V128 -> call.v128(index);
                case FUNCTION, EXCEPTION, OBJECT -> call.reference(index);
            };
        }

        private static void setResult(HostCall call, int index, JavaType type, @Nullable Object result) {
            if (result instanceof Integer i32 && type == JavaType.I32) {
                call.returnI32(index, i32);
            } else if (result instanceof Long i64 && type == JavaType.I64) {
                call.returnI64(index, i64);
            } else if (result instanceof Float f32 && type == JavaType.F32) {
                call.returnF32(index, f32);
            } else if (result instanceof Double f64 && type == JavaType.F64) {
                call.returnF64(index, f64);
            } else if (result instanceof Value.V128 v128 && type == JavaType.V128) {
                call.returnV128(index, v128);
            } else {
                call.returnReference(index, result);
            }
        }
    }
}
