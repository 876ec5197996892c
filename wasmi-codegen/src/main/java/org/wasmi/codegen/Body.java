package org.wasmi.codegen;

/**
 * The statements of a handler.
 *
 * @param effect what the instruction does; it may go on early
 * @param exit how it goes on at last, which cannot trap; nothing if the effect never comes to its end
 */
record Body(String effect, String exit) {

    /** {@return all of the statements} */
    String text() {
        return effect.isEmpty() || exit.isEmpty() ? effect + exit : effect + "\n" + exit;
    }
}
