package org.wasmi.encoding.stored;

import java.util.Map;
import java.util.Optional;
import org.wasmi.encoding.program.Names;

/**
 * The names that a stored program kept.
 *
 * @param module the name of the module
 * @param functions the names of functions, by index
 */
record StoredNames(Optional<String> module, Map<Integer, String> functions) implements Names {

    @Override
    public Optional<String> function(int index) {
        return Optional.ofNullable(functions.get(index));
    }

    @Override
    public Optional<String> local(int function, int index) {
        return Optional.empty();
    }
}
