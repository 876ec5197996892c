package org.wasmi.exec.runtime;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.numeric.Numerics;
import org.wasmi.encoding.program.Bytes;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.program.DataSegment;
import org.wasmi.encoding.program.ElementSegment;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.program.SegmentMode;
import org.wasmi.encoding.program.TableDef;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.ExternType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.exec.internal.memory.MemoryImage;
import org.wasmi.exec.internal.store.HostApi;

/** The making of one instance up to its start function, in the order of the Wasm specification, 4.7.2. Used once. */
public final class Instantiation {
    private final List<?> imports;
    private final MachinePool machines;
    private final StoreState store;
    private final Program program;
    private final PreparedProgram prepared;
    private final InstanceState instance;

    /**
     * Makes an instantiation, once a thread is in the store.
     *
     * @param key what the host API has
     * @param instance the instance, which has nothing yet
     * @param machines those of its store
     * @param imports what it imports, in order
     */
    public Instantiation(HostApi key, InstanceState instance, MachinePool machines, List<?> imports) {
        this.imports = imports;
        this.instance = instance;
        this.machines = machines;
        this.store = instance.owner();
        this.program = instance.program();
        this.prepared = instance.prepared();
    }

    /**
     * Makes what the instance defines, and copies its active segments. Does not run the start function.
     *
     * @throws org.wasmi.encoding.error.TrapException if a segment does not fit
     * @throws org.wasmi.encoding.error.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if the store needs metered programs
     */
    public void run() {
        StoreObserver observer = StoreObserver.of(store);
        if (observer == null) {
            define();
            return;
        }
        long begin = System.nanoTime();
        define();
        observer.instantiated(instance, System.nanoTime() - begin);
    }

    private void define() {
        store.admit(program);
        assign(type -> true);
        store.resources().addInstance();
        defineTags();
        defineMemories();
        defineGlobals();
        defineTables();
        evaluateElements();
        copyElements();
        copyData();
    }

    /**
     * Gives the instance a state from an image, for which only the other imports are given.
     *
     * @param image the state
     * @throws org.wasmi.encoding.error.ResourceException if something exceeds a limit
     * @throws IllegalArgumentException if the store needs metered programs
     */
    public void restore(InstanceImage image) {
        store.admit(program);
        assign(type -> !InstanceImage.holds(type));
        store.resources().addInstance();
        defineTags();
        image.restore(instance);
    }

    private void assign(Predicate<ExternType> isGiven) {
        Map<ExternKind, Integer> counts = new EnumMap<>(ExternKind.class);
        Iterator<?> given = imports.iterator();
        for (Import each : program.imports()) {
            int index = counts.merge(each.type().kind(), 1, Integer::sum) - 1;
            if (isGiven.test(each.type())) {
                assign(index, given.next());
            }
        }
    }

    private void assign(int index, Object extern) {
        if (extern instanceof FunctionState function) {
            instance.functionAt(index, function);
        } else if (extern instanceof TableState table) {
            instance.tableAt(index, table);
        } else if (extern instanceof MemoryState memory) {
            instance.memoryAt(index, memory);
        } else if (extern instanceof GlobalState global) {
            instance.globalAt(index, global);
        } else if (extern instanceof TagState tag) {
            instance.tagAt(index, tag);
        }
    }

    private void defineTags() {
        for (int i = prepared.importedTags; i < program.tagCount(); i++) {
            instance.tagAt(i, instance.newTag(prepared.type(program.tagTypeIndex(i))));
        }
    }

    private void defineMemories() {
        int index = prepared.importedMemories;
        for (MemoryType each : program.memories()) {
            instance.memoryAt(index++, instance.newMemory(each, MemoryImage.initial(each)));
        }
    }

    private void defineGlobals() {
        int index = prepared.importedGlobals;
        for (GlobalDef each : program.globals()) {
            GlobalState global = instance.newGlobal(each.type().closed(prepared::type));
            evaluate(each.init(), global);
            instance.globalAt(index++, global);
        }
    }

    private void defineTables() {
        int index = prepared.importedTables;
        for (TableDef each : program.tables()) {
            @Nullable
            Object init = each.init().isPresent() ? reference(each.init().get()) : null;
            instance.tableAt(index++, instance.newTable(each.type().closed(prepared::type), init));
        }
    }

    private void evaluateElements() {
        int index = 0;
        for (ElementSegment each : program.elements()) {
            instance.elementAt(index++, references(each.items()));
        }
    }

    private @Nullable Object[] references(ElementSegment.Items items) {
        @Nullable Object[] references = new @Nullable Object[items.size()];
        for (int i = 0; i < references.length; i++) {
            if (items instanceof ElementSegment.Functions functions) {
                references[i] = instance.functionAt(functions.functionAt(i));
            } else if (items instanceof ElementSegment.Expressions expressions) {
                references[i] = reference(expressions.list().get(i));
            }
        }
        return references;
    }

    private void copyElements() {
        int index = 0;
        for (ElementSegment each : program.elements()) {
            if (each.mode() instanceof SegmentMode.Active active) {
                @Nullable Object[] references = instance.elementAt(index);
                int offset = Numerics.i32SaturateI64U(offset(active.offset())); // no table has more elements
                instance.tableAt(active.index()).init(offset, references, 0, references.length);
            }
            if (!(each.mode() instanceof SegmentMode.Passive)) {
                instance.dropElement(index);
            }
            index++;
        }
    }

    private void copyData() {
        int index = 0;
        for (DataSegment each : program.data()) {
            if (each.mode() instanceof SegmentMode.Active active) {
                Bytes bytes = each.bytes();
                instance.memoryAt(active.index()).init(offset(active.offset()), bytes, 0, bytes.size());
                instance.dropData(index);
                store.look();
            }
            index++;
        }
    }

    private @Nullable Object reference(ConstExpr expression) {
        if (expression instanceof ConstExpr.FunctionReference function) {
            return instance.functionAt(function.index());
        } else if (expression instanceof ConstExpr.NullReference) {
            return null;
        }
        return value(expression).reference();
    }

    /** {@return an offset of 32 or 64 bits, unsigned} */
    private long offset(ConstExpr expression) {
        long bits = expression instanceof ConstExpr.Numeric number
                ? number.bits()
                : value(expression).bits();
        return expression.type() == NumType.I32 ? Integer.toUnsignedLong((int) bits) : bits;
    }

    private GlobalState value(ConstExpr expression) {
        GlobalState value = instance.newGlobal(new GlobalType(expression.type().closed(prepared::type), false));
        evaluate(expression, value);
        return value;
    }

    private void evaluate(ConstExpr expression, GlobalState global) {
        if (expression instanceof ConstExpr.Numeric number) {
            global.bits(number.bits());
        } else if (expression instanceof ConstExpr.Computed computed) {
            machines.machine().evaluate(function(computed), global);
        } else {
            global.reference(reference(expression));
        }
    }

    private GuestFunction function(ConstExpr.Computed expression) {
        return new GuestFunction(
                prepared.constantType(expression.type()), instance, prepared.constant(program, expression.code()));
    }
}
