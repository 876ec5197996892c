package org.wasmi.emscripten;

import org.jspecify.annotations.Nullable;

/**
 * A field of a structure, or a property of a class.
 *
 * @param name its name, empty if it has none
 * @param type the type that the getter returns
 * @param getter a pointer to a function of the context and an object's address
 * @param getterContext what the getter takes first
 * @param setterType the type that the setter takes
 * @param setter a pointer to a function of the context, an object's address and the value; 0 if it is read-only
 * @param setterContext what the setter takes first
 */
record BoundProperty(
        String name, int type, int getter, int getterContext, int setterType, int setter, int setterContext) {

    @Nullable
    Object get(Embind embind, int object) {
        return embind.type(type).fromWire(embind.invoke(getter, getterContext, object));
    }

    void set(Embind embind, int object, @Nullable Object value) {
        if (setter == 0) {
            throw new IllegalArgumentException("'" + name + "' cannot be set");
        }
        Cleanup cleanup = new Cleanup();
        embind.invoke(setter, setterContext, object, embind.type(setterType).toWire(value, cleanup));
        cleanup.run();
    }
}
