package org.wasmi.jit.internal;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.wasmi.encoding.OperandKind;
import org.wasmi.encoding.SlotType;
import org.wasmi.exec.runtime.InstanceState;

/**
 * The static method that handlers of the interpreters call for an instruction, and that compiled code calls as well:
 * with the instance first, if it takes one, then with the operands in their order, of vectors both halves.
 */
final class Meaning {
    private final String owner;
    private final String name;
    private final String descriptor;
    private final List<Class<?>> parameters;
    private final Class<?> result;

    private Meaning(Method method) {
        owner = Type.getInternalName(method.getDeclaringClass());
        name = method.getName();
        descriptor = Type.getMethodDescriptor(method);
        parameters = List.of(method.getParameterTypes());
        result = method.getReturnType();
    }

    private static boolean isOperand(Class<?> type) {
        return type.isPrimitive() || type == Object.class || type == InstanceState.class;
    }

    /** {@return the one public static method of a name that has some number of parameters, all of them operands} */
    static Meaning of(Class<?> owner, String name, int parameters) {
        List<Method> found = Arrays.stream(owner.getMethods())
                .filter(each -> Modifier.isStatic(each.getModifiers())
                        && each.getName().equals(name)
                        && each.getParameterCount() == parameters
                        && Arrays.stream(each.getParameterTypes()).allMatch(Meaning::isOperand))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " methods " + owner + "." + name);
        }
        return new Meaning(found.get(0));
    }

    /** Pushes the operands of an instruction, and calls the method. */
    void emit(BodyEmitter body, Insn insn) {
        int parameter = 0;
        if (parameters.get(0) == InstanceState.class) {
            body.pushInstance();
            parameter++;
        }
        int use = 0;
        List<OperandKind> kinds = insn.op.format().operands();
        for (int i = 0; i < kinds.size(); i++) {
            switch (kinds.get(i)) {
                case SLOT -> {
                    boolean vector = insn.op.type(i).orElseThrow() == SlotType.V128;
                    for (int k = 0; k < (vector ? 2 : 1); k++) {
                        push(body, insn, use++, parameters.get(parameter++));
                    }
                }
                case RESULT, BRANCH -> {}
                default -> {
                    Constants.push(body.out(), parameterKind(parameter++), insn.operands[i]);
                }
            }
        }
        if (parameter != parameters.size()) {
            throw new IllegalStateException(insn.op + " has other operands than " + name + descriptor);
        }
        call(body.out());
    }

    /** Calls the method, of which the arguments have been pushed. */
    void call(MethodVisitor out) {
        out.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    private Kind parameterKind(int parameter) {
        return kind(parameters.get(parameter));
    }

    private static void push(BodyEmitter body, Insn insn, int use, Class<?> type) {
        body.use(insn, use, kind(type));
        if (type == byte.class) {
            body.out().visitInsn(Opcodes.I2B);
        } else if (type == short.class) {
            body.out().visitInsn(Opcodes.I2S);
        }
    }

    /** {@return the kind of what is on the JVM's stack after the call, if that is anything} */
    Kind resultKind() {
        return kind(result);
    }

    private static Kind kind(Class<?> type) {
        if (type == long.class) {
            return Kind.LONG;
        } else if (type == float.class) {
            return Kind.FLOAT;
        } else if (type == double.class) {
            return Kind.DOUBLE;
        }
        return type.isPrimitive() ? Kind.INT : Kind.REF;
    }
}
