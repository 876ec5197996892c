package org.wasmi.exec.runtime;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.type.CompositeType;
import org.wasmi.encoding.type.DefinedType;
import org.wasmi.encoding.type.GroupKey;
import org.wasmi.encoding.type.RecGroup;
import org.wasmi.encoding.type.SubType;
import org.wasmi.encoding.type.Types;

/** The types of an engine. Those that nobody uses any more are forgotten. Thread-safe. */
final class RuntimeTypes {

    /** Guarded by this. */
    private final Map<GroupKey, GroupReference> groups = new HashMap<>();

    private final ReferenceQueue<RuntimeType[]> unreachable = new ReferenceQueue<>();

    /** Keeps the key of a group, to remove its entry once nobody uses its types. */
    private static final class GroupReference extends WeakReference<RuntimeType[]> {
        final GroupKey key;

        GroupReference(GroupKey key, RuntimeType[] group, ReferenceQueue<RuntimeType[]> queue) {
            super(group, queue);
            this.key = key;
        }
    }

    /** {@return the types of a program, by index} */
    synchronized RuntimeType[] of(Types types) {
        RuntimeType[] all = new RuntimeType[types.size()];
        for (int start = 0; start < all.length; ) {
            RecGroup group = types.groupAt(start);
            RuntimeType[] defined = group(group, start, all);
            System.arraycopy(defined, 0, all, start, defined.length);
            start += defined.length;
        }
        return all;
    }

    /**
     * {@return the type of what is not declared by a program: one that is alone in its group, final and without a
     * supertype}
     *
     * @throws IllegalArgumentException if it refers to a type of a program by its index
     */
    synchronized RuntimeType of(CompositeType type) {
        type.closed(index -> {
            throw new IllegalArgumentException("a type that refers to types of a program: " + type);
        });
        return group(RecGroup.of(type), 0, new RuntimeType[1])[0];
    }

    private RuntimeType[] group(RecGroup group, int start, RuntimeType[] all) {
        for (Reference<?> each = unreachable.poll(); each != null; each = unreachable.poll()) {
            groups.remove(((GroupReference) each).key, each);
        }
        GroupKey key = GroupKey.of(group, start, index -> all[index]);
        @Nullable GroupReference reference = groups.get(key);
        @Nullable RuntimeType[] known = reference == null ? null : reference.get();
        if (known == null) {
            known = define(group, start, all);
            groups.put(key, new GroupReference(key, known, unreachable));
        }
        return known;
    }

    private static RuntimeType[] define(RecGroup group, int start, RuntimeType[] all) {
        RuntimeType[] defined = new RuntimeType[group.types().size()];
        for (int i = 0; i < defined.length; i++) {
            SubType type = group.types().get(i);
            Optional<DefinedType> supertype = type.supertype().map(use -> all[use.index()]);
            defined[i] = new RuntimeType(type.composite().abstractType(), supertype, defined);
            all[start + i] = defined[i];
        }
        for (int i = 0; i < defined.length; i++) {
            defined[i].define(group.types().get(i).composite().closed(index -> all[index]));
        }
        return defined;
    }
}
