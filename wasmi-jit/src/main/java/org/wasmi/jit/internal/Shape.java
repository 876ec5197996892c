package org.wasmi.jit.internal;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.program.GlobalDef;
import org.wasmi.encoding.program.Import;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.ExternKind;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;

/**
 * What compiled code must know of its program: types. Does not keep the program.
 *
 * @param types the types that are defined
 * @param functions the types of the functions, imported ones first
 * @param globals the types of the globals, imported ones first
 * @param tags the types of the tags, imported ones first
 * @param metered whether code pays from the fuel
 * @param hasMemory whether there is a memory 0 that code reaches by its array
 * @param numbered whether line numbers of classes number instructions, for people who read the classes
 * @param hotness which functions are called in the interpreter until they are compiled
 */
record Shape(
        Types types,
        List<FuncType> functions,
        List<ValType> globals,
        List<FuncType> tags,
        boolean metered,
        boolean hasMemory,
        boolean numbered,
        Hotness hotness) {
    private static List<FuncType> tags(Program program) {
        List<FuncType> tags = new ArrayList<>();
        for (int i = 0; i < program.tagCount(); i++) {
            tags.add(program.types().function(program.tagTypeIndex(i)));
        }
        return List.copyOf(tags);
    }

    static Shape of(Program program) {
        return of(program, true);
    }

    /**
     * {@return what to know of a program}
     *
     * @param array whether memory 0, if there is one, is in one array
     */
    static Shape of(Program program, boolean array) {
        List<ValType> globals = new ArrayList<>();
        boolean hasMemory = array
                && program.importCount(ExternKind.MEMORY) + program.memories().size() > 0;
        for (Import each : program.imports()) {
            if (each.type() instanceof GlobalType global) {
                globals.add(global.type());
            }
        }
        for (GlobalDef each : program.globals()) {
            globals.add(each.type().type());
        }
        return new Shape(
                program.types(),
                program.functionTypes(),
                List.copyOf(globals),
                tags(program),
                program.isMetered(),
                hasMemory,
                false,
                new Hotness(0));
    }

    /** {@return the same, with numbers of instructions as line numbers} */
    Shape withNumbers() {
        return new Shape(types, functions, globals, tags, metered, hasMemory, true, hotness);
    }

    /** {@return the same, where functions are called in the interpreter that are cold} */
    Shape withHotness(Hotness other) {
        return new Shape(types, functions, globals, tags, metered, hasMemory, numbered, other);
    }
}
