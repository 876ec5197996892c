package org.wasmi.testkit.provider;

import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.InstructionDecoder;
import org.wasmi.encoding.InstructionEncoder;
import org.wasmi.encoding.Isa;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.runtime.LinkRequest;
import org.wasmi.exec.runtime.LinkedCode;
import org.wasmi.exec.runtime.Machine;

/** Providers as others may write them. {@link ProvidersTest} defines them again in a class loader of its own. */
public final class Plugins {
    private Plugins() {}

    /** An encoding in which nothing is wrong. */
    public static class PluginEncoding implements Encoding {
        /** For {@link java.util.ServiceLoader}. */
        public PluginEncoding() {}

        @Override
        public String name() {
            return "plug-in";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public InstructionEncoder encoder() {
            return Encodings.named(Encodings.WORDS).encoder();
        }

        @Override
        public InstructionDecoder decoder(Code code) {
            return Encodings.named(Encodings.WORDS).decoder(code);
        }
    }

    /** Cannot be made. */
    public static final class ThrowingEncoding extends PluginEncoding {
        /** Throws. */
        public ThrowingEncoding() {
            throw new IllegalStateException("no licence");
        }
    }

    /** Was built for another version of the instruction set. */
    public static final class OldEncoding extends PluginEncoding {
        /** For {@link java.util.ServiceLoader}. */
        public OldEncoding() {}

        @Override
        public String name() {
            return "old";
        }

        @Override
        public int isaVersion() {
            return 1;
        }
    }

    /** Has the name of another one. */
    public static final class SecondEncoding extends PluginEncoding {
        /** For {@link java.util.ServiceLoader}. */
        public SecondEncoding() {}

        @Override
        public String name() {
            return Encodings.WORDS;
        }
    }

    /** Does not tell its name. */
    public static final class NamelessEncoding extends PluginEncoding {
        /** For {@link java.util.ServiceLoader}. */
        public NamelessEncoding() {}

        @Override
        public String name() {
            throw new UnsupportedOperationException("later");
        }
    }

    /** An executor in which nothing is wrong: it has another one run its code. */
    public static class PluginExecutor implements Executor {
        private final Executor reference = Executors.named(Executors.SWITCH);

        /** For {@link java.util.ServiceLoader}. */
        public PluginExecutor() {}

        @Override
        public String name() {
            return "plug-in";
        }

        @Override
        public int isaVersion() {
            return Isa.VERSION;
        }

        @Override
        public LinkedCode link(LinkRequest request) {
            return reference.link(request);
        }

        @Override
        public void run(Machine machine, int base) {
            reference.run(machine, base);
        }
    }

    /** Cannot be initialized. */
    public static final class ThrowingExecutor extends PluginExecutor {
        private static final int CORES = Integer.parseInt("many");

        /** For {@link java.util.ServiceLoader}. */
        public ThrowingExecutor() {}

        @Override
        public String name() {
            return "cores-" + CORES;
        }
    }

    /** Has the name of another one. */
    public static final class SecondExecutor extends PluginExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public SecondExecutor() {}

        @Override
        public String name() {
            return Executors.SWITCH;
        }
    }

    /** Has a name that is not one. */
    public static final class NamelessExecutor extends PluginExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public NamelessExecutor() {}

        @Override
        public String name() {
            return "two\nlines";
        }
    }

    /** Was built for another version of the instruction set. */
    public static final class OldExecutor extends PluginExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public OldExecutor() {}

        @Override
        public String name() {
            return "old";
        }

        @Override
        public int isaVersion() {
            return 1;
        }
    }

    /** Wants to be the default. */
    public static class PreferredExecutor extends PluginExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public PreferredExecutor() {}

        @Override
        public String name() {
            return "preferred";
        }

        @Override
        public int preference() {
            return 1_000;
        }
    }

    /** Wants that as much. */
    public static final class EquallyPreferredExecutor extends PreferredExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public EquallyPreferredExecutor() {}

        @Override
        public String name() {
            return "equally-preferred";
        }
    }

    /** Does not tell whether it wants to be the default. */
    public static final class UndecidedExecutor extends PluginExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public UndecidedExecutor() {}

        @Override
        public int preference() {
            throw new UnsupportedOperationException("later");
        }
    }

    /** Links nothing. */
    public static final class NullExecutor extends PluginExecutor {
        /** For {@link java.util.ServiceLoader}. */
        public NullExecutor() {}

        @Override
        public String name() {
            return "null";
        }

        @Override
        @SuppressWarnings("NullAway") // this is what is wrong with it
        public LinkedCode link(LinkRequest request) {
            return null;
        }
    }
}
