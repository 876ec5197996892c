package org.wasmi.testkit.spec;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A command of a script. Names keep the {@code $} of the text format. */
public sealed interface SpecCommand {

    /** {@return the line of the command in the script's source, from 1} */
    int line();

    /** {@return the name of the command in the JSON form, such as {@code assert_return}} */
    String type();

    /** A module of a script. */
    interface Source {
        /** {@return whether the script has the module as text} */
        boolean isText();

        /**
         * {@return the module in the binary format}
         *
         * @throws org.wasmi.text.TextException if its text is malformed
         * @throws IOException if its file cannot be read
         */
        byte[] bytes() throws IOException;
    }

    /** Instantiates a module, which becomes the current instance and gets a name if there is one. */
    record Module(int line, Optional<String> name, Source source) implements SpecCommand {
        @Override
        public String type() {
            return "module";
        }
    }

    /** Decodes and validates a module, to be instantiated later or never. */
    record ModuleDefinition(int line, Optional<String> name, Source source) implements SpecCommand {
        @Override
        public String type() {
            return "module_definition";
        }
    }

    /** Instantiates the definition of a name, by default the last one. */
    record ModuleInstance(int line, Optional<String> name, Optional<String> definition) implements SpecCommand {
        @Override
        public String type() {
            return "module_instance";
        }
    }

    /** Makes the exports of an instance, by default the current one, importable from a module name. */
    record Register(int line, Optional<String> instance, String as) implements SpecCommand {
        @Override
        public String type() {
            return "register";
        }
    }

    /** Performs an action, which must not fail. */
    record Perform(int line, SpecAction action) implements SpecCommand {
        @Override
        public String type() {
            return "action";
        }
    }

    /** Performs an action, which must return values that match the patterns. */
    record AssertReturn(int line, SpecAction action, List<SpecValue> expected) implements SpecCommand {
        /** Copies the patterns. */
        public AssertReturn {
            expected = List.copyOf(expected);
        }

        @Override
        public String type() {
            return "assert_return";
        }
    }

    /** Performs an action, which must trap; the text begins with the reason. */
    record AssertTrap(int line, SpecAction action, String text) implements SpecCommand {
        @Override
        public String type() {
            return "assert_trap";
        }
    }

    /** Performs an action, which must exhaust the call stack. */
    record AssertExhaustion(int line, SpecAction action) implements SpecCommand {
        @Override
        public String type() {
            return "assert_exhaustion";
        }
    }

    /** Performs an action, which must end in an uncaught exception of the guest. */
    record AssertException(int line, SpecAction action) implements SpecCommand {
        @Override
        public String type() {
            return "assert_exception";
        }
    }

    /** Tries a module, which must be rejected at a stage and not before; the text is the reason. */
    record AssertRejected(int line, Rejection rejection, Source source, String text) implements SpecCommand {
        @Override
        public String type() {
            return "assert_" + rejection.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The stage at which a module is rejected. */
    enum Rejection {
        /** It does not decode, or parse. */
        MALFORMED,
        /** A custom section or annotation does not decode, or parse. */
        MALFORMED_CUSTOM,
        /** It does not validate. */
        INVALID,
        /** A custom section or annotation does not validate. */
        INVALID_CUSTOM,
        /** Its imports are missing or do not match. */
        UNLINKABLE,
        /** Instantiation traps. */
        UNINSTANTIABLE
    }

    /** Starts a thread that runs commands of its own; it may share an instance with the script. */
    record StartThread(int line, String name, Optional<String> sharedInstance, List<SpecCommand> commands)
            implements SpecCommand {
        /** Copies the commands. */
        public StartThread {
            commands = List.copyOf(commands);
        }

        @Override
        public String type() {
            return "thread";
        }
    }

    /** Waits for a thread to end. */
    record Wait(int line, String thread) implements SpecCommand {
        @Override
        public String type() {
            return "wait";
        }
    }
}
