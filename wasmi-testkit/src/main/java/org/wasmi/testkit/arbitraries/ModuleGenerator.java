package org.wasmi.testkit.arbitraries;

import static org.wasmi.encoding.program.NumType.I32;
import static org.wasmi.encoding.program.NumType.I64;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.wasmi.encoding.program.FuncType;
import org.wasmi.encoding.program.GlobalType;
import org.wasmi.encoding.program.Limits;
import org.wasmi.encoding.program.NumType;
import org.wasmi.encoding.program.RefType;
import org.wasmi.encoding.program.TableType;
import org.wasmi.encoding.program.ValType;
import org.wasmi.testkit.arbitraries.Environment.DataPart;
import org.wasmi.testkit.arbitraries.Environment.ElementPart;
import org.wasmi.testkit.arbitraries.Environment.GlobalPart;
import org.wasmi.testkit.oracle.OracleValue;

/** Generates what the functions of a module share, then its functions and how they are called. */
final class ModuleGenerator {

    /** What references from outside refer to. */
    private static final OracleValue HOST_OBJECT = new OracleValue.Extern("host object");

    private final Choice choice;

    ModuleGenerator(Random random) {
        choice = new Choice(random);
    }

    WasmModule generate() {
        List<FuncType> types = new ArrayList<>();
        for (int i = choice.between(1, 4); i > 0; i--) {
            types.add(new FuncType(types(choice.weighted(2, 3, 3, 2, 1)), types(choice.weighted(2, 6, 2, 1))));
        }
        Environment environment = environment(types.size());
        List<FunctionTree> functions = new ArrayList<>();
        for (FuncType type : types) {
            functions.add(new FunctionGenerator(choice, environment, types, type).generate());
        }
        return new WasmModule(environment, functions, calls(types));
    }

    private List<ValType> types(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> choice.of(FunctionGenerator.TYPES))
                .toList();
    }

    private Environment environment(int functionCount) {
        List<GlobalPart> globals = new ArrayList<>();
        for (int i = choice.between(0, 5); i > 0; i--) {
            ValType type = choice.of(FunctionGenerator.TYPES);
            globals.add(new GlobalPart(new GlobalType(type, choice.percent(80)), initial(type, functionCount)));
        }
        List<Limits> memories = new ArrayList<>();
        for (int i = choice.weighted(1, 8, 2); i > 0; i--) {
            long min = choice.weighted(1, 9);
            memories.add(choice.percent(85) ? Limits.between(min, 2) : Limits.between(min, 1));
        }
        List<TableType> tables = new ArrayList<>(List.of(new TableType(RefType.FUNCREF, Limits.between(6, 10))));
        if (choice.percent(40)) {
            tables.add(new TableType(
                    choice.percent(50) ? RefType.FUNCREF : RefType.EXTERNREF,
                    Limits.between(choice.between(0, 5), 12)));
        }
        List<Integer> all = IntStream.range(0, functionCount).boxed().toList();
        List<ElementPart> elements = List.of(new ElementPart(0, 0, all), new ElementPart(-1, 0, all));
        List<DataPart> data = new ArrayList<>(List.of(new DataPart(-1, 0, bytes())));
        for (int i = 0; i < memories.size(); i++) {
            if (memories.get(i).min() > 0) {
                data.add(new DataPart(i, choice.below(100), bytes()));
            }
        }
        return new Environment(
                globals, memories, tables, elements, data, List.of(15, 50, 200).get(choice.below(3)));
    }

    private List<Byte> bytes() {
        return IntStream.range(0, choice.below(40))
                .mapToObj(i -> (byte) choice.i32())
                .toList();
    }

    private Node initial(ValType type, int functionCount) {
        if (type.equals(RefType.FUNCREF) && choice.percent(60)) {
            return Node.of("ref.func", List.of((long) choice.below(functionCount)), List.of(type));
        }
        if (!(type instanceof NumType number)) {
            return Node.zero(type);
        }
        if ((number == I32 || number == I64) && choice.percent(20)) {
            String operator = number + choice.of(List.of(".add", ".sub", ".mul"));
            return Node.of(operator, List.of(type), constant(number), constant(number));
        }
        return constant(number);
    }

    private Node constant(NumType type) {
        long bits =
                switch (type) {
                    case I32 -> choice.i32();
                    case I64 -> choice.i64();
                    case F32 -> choice.f32();
                    case F64 -> choice.f64();
                };
        return Node.of(type + ".const", List.of(bits), List.of(type));
    }

    private List<WasmModule.Call> calls(List<FuncType> types) {
        List<WasmModule.Call> calls = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < types.size(); i++) {
                List<OracleValue> arguments =
                        types.get(i).params().stream().map(this::argument).toList();
                calls.add(new WasmModule.Call(WasmModule.exportName(i), arguments));
            }
        }
        return calls;
    }

    private OracleValue argument(ValType type) {
        if (type instanceof NumType number) {
            return switch (number) {
                case I32 -> new OracleValue.I32(choice.i32());
                case I64 -> new OracleValue.I64(choice.i64());
                case F32 -> new OracleValue.F32(choice.f32());
                case F64 -> new OracleValue.F64(choice.f64());
            };
        }
        return type.equals(RefType.EXTERNREF) && choice.percent(60) ? HOST_OBJECT : OracleValue.nullRef();
    }
}
