package it;

import it.generated.Adder;
import it.generated.AdderInstance;
import it.generated.Greeter;
import it.generated.GreeterImports;
import it.generated.GreeterInstance;
import java.io.IOException;
import java.io.InputStream;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.stored.StoredPrograms;
import org.wasmi.exec.Engine;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;

/** Runs what the build has made: stored programs, by the interfaces that were generated. */
public final class Main {
    private Main() {}

    private static Program program(String name) throws IOException {
        try (InputStream in = Main.class.getResourceAsStream(name)) {
            return StoredPrograms.read(in.readAllBytes());
        }
    }

    /** Prints a greeting. */
    public static void main(String[] arguments) throws IOException {
        try (Store store = Engine.create().newStore()) {
            Linker linker =
                    GreeterImports.define(new Linker(), message -> System.out.println("the guest has said " + message));
            Greeter greeter = new GreeterInstance(linker.instantiate(store, program("/greeter.wasmic")));
            Adder adder = new AdderInstance(new Linker().instantiate(store, program("/more/adder.wasmic")));
            System.out.println(greeter.greet("invoker") + " " + adder.add(40, 2));
        }
    }
}
