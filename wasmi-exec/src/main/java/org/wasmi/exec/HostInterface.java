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
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.exec.internal.bind.AdapterClasses;
import org.wasmi.exec.internal.bind.ClassFileWriter;
import org.wasmi.exec.internal.bind.CodeWriter;

/**
 * A functional interface whose objects serve as host functions. For each interface there is one class of {@link
 * HostFunction}s: it holds an object of the interface, calls it with the arguments, and sets the results. Thread-safe.
 */
final class HostInterface {
    private static final ClassValue<HostInterface> CACHE = new ClassValue<>() {
        @Override
        protected HostInterface computeValue(Class<?> type) {
            return new HostInterface(type);
        }
    };

    private static final List<Class<?>> API = List.of(HostFunction.class, HostCall.class, WasmFunction.class);

    private static final String TARGET = "target";

    private final Class<?> type;
    private final JavaMethod method;
    private volatile @Nullable MethodHandle constructor;

    private HostInterface(Class<?> type) {
        List<Method> methods = JavaMethod.abstractMethods(type);
        if (methods.size() != 1) {
            throw new IllegalArgumentException(type.getTypeName() + " has " + methods.size()
                    + " abstract methods, so that it does not stand for one function");
        }
        this.type = type;
        this.method = JavaMethod.of(methods.get(0), Optional.of(HostCall.class));
    }

    static HostInterface of(Class<?> type) {
        AdapterClasses.requireInterface(type);
        return CACHE.get(type);
    }

    /** {@return the type of the functions} */
    FuncType wasmType() {
        return method.wasmType();
    }

    /**
     * {@return a function that calls an object}
     *
     * @param lookup what the user can see
     * @param target the object, of this interface
     * @throws IllegalArgumentException if the interface is not accessible
     */
    HostFunction function(Lookup lookup, Object target) {
        Lookup home = AdapterClasses.home(type, method.returnedRecord().toList(), API, lookup);
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
        if (method.takesCall()) {
            code.load(HostCall.class, 1);
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
                throw new IllegalStateException("an interface that was seen to be accessible is not", impossible);
            }
        }

        @Override
        public void call(HostCall call) {
            List<@Nullable Object> arguments = new ArrayList<>();
            if (method.takesCall()) {
                arguments.add(call);
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
