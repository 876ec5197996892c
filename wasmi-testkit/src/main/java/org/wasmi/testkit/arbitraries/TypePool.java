package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.type.NumType.F32;
import static org.wasmi.encoding.type.NumType.F64;
import static org.wasmi.encoding.type.NumType.I32;
import static org.wasmi.encoding.type.NumType.I64;
import static org.wasmi.encoding.type.VecType.V128;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.ArrayType;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.FieldType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.HeapType;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.StorageType;
import org.wasmi.encoding.type.StructType;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.TypeUse;
import org.wasmi.encoding.type.ValType;

/**
 * The types of the values of a generated module, and which of them are declared to be subtypes of others. References to
 * objects and exceptions are in some modules only.
 */
final class TypePool {

    /** The types of all modules, the likelier ones more than once. */
    static final List<ValType> BASE =
            List.of(I32, I32, I32, I64, I64, F32, F64, V128, RefType.FUNCREF, RefType.EXTERNREF);

    private static final List<AbstractHeapType> OBJECTS = List.of(
            AbstractHeapType.ANY,
            AbstractHeapType.EQ,
            AbstractHeapType.I31,
            AbstractHeapType.STRUCT,
            AbstractHeapType.ARRAY);

    private final boolean objects;
    private final boolean exceptions;
    private final List<SubType> types = new ArrayList<>();
    private final List<ValType> references = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();

    /** By index of the function: the index of its type among these, or {@link FunctionTree#ALONE}. */
    private List<Integer> declared = List.of();

    /** A field of a structure, or what the elements of an array are, which has the number 0. */
    record Field(int type, int number, FieldType of, boolean isElement) {

        RefType holder() {
            return new RefType(true, new TypeUse(type));
        }
    }

    /**
     * Makes a pool.
     *
     * @param objects whether there are references to objects
     * @param exceptions whether there are references to exceptions
     */
    TypePool(List<RecGroup> groups, boolean objects, boolean exceptions) {
        this.objects = objects;
        this.exceptions = exceptions;
        groups.forEach(each -> types.addAll(each.types()));
        if (objects) {
            OBJECTS.forEach(each -> references.add(new RefType(true, each)));
            references.add(new RefType(false, AbstractHeapType.I31));
            references.add(new RefType(true, AbstractHeapType.NONE));
        }
        if (exceptions) {
            references.add(Environment.EXCEPTION);
        }
        for (int i = 0; i < types.size(); i++) {
            CompositeType type = types.get(i).composite();
            references.add(new RefType(true, new TypeUse(i)));
            if (!(type instanceof FuncType)) {
                references.add(new RefType(true, new TypeUse(i)));
                references.add(new RefType(false, new TypeUse(i)));
            }
            if (type instanceof StructType struct) {
                for (int k = 0; k < struct.fields().size(); k++) {
                    fields.add(new Field(i, k, struct.fields().get(k), false));
                }
            } else if (type instanceof ArrayType array) {
                fields.add(new Field(i, 0, array.element(), true));
            }
        }
    }

    void declare(List<Integer> typesOfFunctions) {
        declared = List.copyOf(typesOfFunctions);
    }

    /** {@return a type for locals, parameters and the like} */
    ValType any(Choice choice) {
        // Exceptions alone are rare.
        return references.isEmpty() || choice.percent(objects ? 68 : 93) ? choice.of(BASE) : choice.of(references);
    }

    /** {@return a type of references that null belongs to} */
    RefType nullable(Choice choice) {
        return new RefType(true, reference(choice).heap());
    }

    /** {@return a type of references} */
    RefType reference(Choice choice) {
        return (RefType) choice.of(references.isEmpty() || choice.percent(10) ? BASE.subList(8, 10) : references);
    }

    /** {@return whether there are references to more than any function and host object} */
    boolean hasReferences() {
        return objects;
    }

    boolean hasExceptions() {
        return exceptions;
    }

    CompositeType composite(int type) {
        return types.get(type).composite();
    }

    int size() {
        return types.size();
    }

    /** {@return all fields that satisfy a condition on what they hold} */
    List<Field> fields(Predicate<Field> condition) {
        return fields.stream().filter(condition).toList();
    }

    /** {@return the types that are one or declared to be subtypes of it, functions included} */
    List<Integer> subtypes(HeapType of) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            if (isSubtype(new TypeUse(i), of)) {
                list.add(i);
            }
        }
        return list;
    }

    /** {@return the functions of which the type is declared to be a subtype of one} */
    List<Integer> functionsOf(HeapType type) {
        List<Integer> list = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            if (declared.get(i) != FunctionTree.ALONE && isSubtype(new TypeUse(declared.get(i)), type)) {
                list.add(i);
            }
        }
        return list;
    }

    /** {@return the type that a function is declared to have or a supertype, or {@link FunctionTree#ALONE}} */
    int declared(int function, Choice choice) {
        int type = declared.get(function);
        while (type != FunctionTree.ALONE && choice.percent(30)) {
            Optional<TypeUse> above = types.get(type).supertype();
            if (above.isEmpty()
                    || !types.get(above.get().index())
                            .composite()
                            .equals(types.get(type).composite())) {
                break;
            }
            type = above.get().index();
        }
        return type;
    }

    boolean isSubtype(StorageType type, StorageType of) {
        return type.equals(of)
                || (type instanceof RefType one
                        && of instanceof RefType two
                        && (two.nullable() || !one.nullable())
                        && isSubtype(one.heap(), two.heap()));
    }

    private boolean isSubtype(HeapType type, HeapType of) {
        if (type.equals(of)) {
            return true;
        } else if (type instanceof TypeUse use) {
            return types.get(use.index())
                            .supertype()
                            .filter(each -> isSubtype(each, of))
                            .isPresent()
                    || isSubtype(kind(use), of);
        }
        return switch ((AbstractHeapType) type) {
            case I31, STRUCT, ARRAY -> of == AbstractHeapType.EQ || of == AbstractHeapType.ANY;
            case EQ -> of == AbstractHeapType.ANY;
            case NONE -> top(of) == AbstractHeapType.ANY;
            case NOFUNC -> top(of) == AbstractHeapType.FUNC;
            case NOEXTERN -> of == AbstractHeapType.EXTERN;
            case NOEXN -> of == AbstractHeapType.EXN;
            default -> false;
        };
    }

    private AbstractHeapType kind(TypeUse use) {
        CompositeType type = types.get(use.index()).composite();
        return type instanceof FuncType
                ? AbstractHeapType.FUNC
                : type instanceof ArrayType ? AbstractHeapType.ARRAY : AbstractHeapType.STRUCT;
    }

    /** {@return the greatest heap type that has a type below it} */
    AbstractHeapType top(HeapType type) {
        AbstractHeapType general = type instanceof TypeUse use ? kind(use) : (AbstractHeapType) type;
        return switch (general) {
            case FUNC, NOFUNC -> AbstractHeapType.FUNC;
            case EXTERN, NOEXTERN -> AbstractHeapType.EXTERN;
            case EXN, NOEXN -> AbstractHeapType.EXN;
            default -> AbstractHeapType.ANY;
        };
    }

    /** {@return the heap types below a top that code may name, at least that} */
    List<HeapType> heaps(AbstractHeapType top) {
        List<HeapType> heaps = new ArrayList<>();
        for (AbstractHeapType each : AbstractHeapType.values()) {
            if (top(each) == top) {
                heaps.add(each);
            }
        }
        for (int i = 0; i < types.size(); i++) {
            if (top(new TypeUse(i)) == top) {
                heaps.add(new TypeUse(i));
                heaps.add(new TypeUse(i));
            }
        }
        return heaps;
    }
}
