package example.counting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.wasmi.encoding.program.Program;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Store;
import org.wasmi.exec.Value;
import org.wasmi.exec.WasmFunction;
import org.wasmi.translate.Translator;

/** Calls an exported function and prints what it took, instruction by instruction. */
public final class Main {
    private Main() {}

    /** The arguments are a {@code .wasm} file without imports, the name of a function, and its arguments. */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("usage: FILE.wasm FUNCTION [ARGUMENT...]");
            System.exit(2);
        }
        Program program = Translator.translate(Files.readAllBytes(Path.of(args[0])));
        Engine engine = Engine.create(EngineConfig.DEFAULT.withExecutor(CountingExecutor.NAME));
        try (Store store = engine.newStore()) {
            WasmFunction function = new Linker().instantiate(store, program).function(args[1]);
            System.out.println(args[1] + ": " + function.call(arguments(function, args)));
        }
        CountingExecutor executor = (CountingExecutor) Executors.named(CountingExecutor.NAME);
        executor.counts().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(each -> System.out.printf("%,15d  %s%n", each.getValue(), each.getKey()));
    }

    private static Value[] arguments(WasmFunction function, String[] args) {
        List<ValType> params = function.type().params();
        Value[] values = new Value[args.length - 2];
        for (int i = 0; i < values.length; i++) {
            boolean wide = i < params.size() && params.get(i) == NumType.I64;
            values[i] = wide ? Value.i64(Long.parseLong(args[i + 2])) : Value.i32(Integer.parseInt(args[i + 2]));
        }
        return values;
    }
}
