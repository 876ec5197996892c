package org.wasmi.profile;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.error.MalformedException;

/**
 * Where the functions of a binary begin, and the types of their locals: what programs no longer know. The binary has
 * been translated, so it is valid.
 */
final class FunctionBodies {
    private static final int CODE = 10;

    /** Types beyond this are counted no more: a function cannot have so many locals that a frame has room for. */
    private static final int MOST_LOCALS = 50_000;

    private final List<Body> bodies = new ArrayList<>();

    /**
     * A function.
     *
     * @param start where its body begins, in bytes from the start of the binary
     * @param locals the codes of the types of its locals, parameters not included; 0 for references
     */
    record Body(int start, List<Integer> locals) {}

    private FunctionBodies() {}

    /** {@return the functions that a binary defines, in order; none if it is not a binary} */
    static List<Body> of(byte[] module) {
        FunctionBodies found = new FunctionBodies();
        try {
            BinaryInput sections = BinaryInput.sections(module);
            while (sections.hasMore()) {
                int id = sections.read();
                BinaryInput section = sections.part();
                if (id == CODE) {
                    found.code(section);
                }
            }
        } catch (MalformedException stored) {
            return List.of();
        }
        return found.bodies;
    }

    private void code(BinaryInput section) {
        int count = section.count();
        for (int i = 0; i < count; i++) {
            BinaryInput body = section.part();
            int start = body.position();
            List<Integer> locals = new ArrayList<>();
            int groups = body.count();
            for (int k = 0; k < groups; k++) {
                int number = (int) Math.min(body.unsignedLong(), MOST_LOCALS);
                int type = body.read();
                if (type == 0x63 || type == 0x64) { // a reference, whose heap type follows
                    body.signed();
                }
                boolean reference = type < CoreDumpWriter.V128;
                for (int n = 0; n < number && locals.size() < MOST_LOCALS; n++) {
                    locals.add(reference ? 0 : type);
                }
            }
            bodies.add(new Body(start, locals));
        }
    }
}
