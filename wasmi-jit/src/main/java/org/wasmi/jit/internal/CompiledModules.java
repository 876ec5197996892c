package org.wasmi.jit.internal;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.Providers;
import org.wasmi.encoding.program.Program;
import org.wasmi.jit.compiled.CompiledModule;

/** The programs on the class path that were compiled ahead of time. Thread-safe. */
final class CompiledModules {
    /** By digest, looked for once. */
    private static final Map<String, CompiledModule> FOUND = new Providers<>(
                    "compiled module",
                    ServiceLoader.load(CompiledModule.class, CompiledModules.class.getClassLoader()),
                    CompiledModule::digest)
            .all();

    private CompiledModules() {}

    /** {@return the classes of a program, if there are any that fit} */
    static Optional<CompiledModule> find(Program program) {
        return FOUND.isEmpty()
                ? Optional.empty()
                : program.digest().map(FOUND::get).filter(CompiledModules::fits);
    }

    private static boolean fits(CompiledModule module) {
        if (module.version() != CompiledModule.VERSION || module.isaVersion() != Isa.version()) {
            System.Logger logger = System.getLogger(CompiledModules.class.getName());
            logger.log(
                    System.Logger.Level.WARNING,
                    "the classes of {0} are of version {1} of compiled code and {2} of the instruction set; this is"
                            + " version {3} and {4}. Compile it again; its functions are compiled at run time now",
                    module.name(),
                    module.version(),
                    module.isaVersion(),
                    CompiledModule.VERSION,
                    Isa.version());
            return false;
        }
        Module here = CompiledModules.class.getModule();
        if (here.isNamed()) {
            here.addExports(
                    CompiledModules.class.getPackageName(), module.getClass().getModule());
        }
        return true;
    }
}
