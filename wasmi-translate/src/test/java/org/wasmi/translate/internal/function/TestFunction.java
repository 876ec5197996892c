package org.wasmi.translate.internal.function;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.text.Disassembler;
import org.wasmi.encoding.type.AbstractHeapType;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.GlobalType;
import org.wasmi.encoding.type.Limits;
import org.wasmi.encoding.type.MemoryType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.TableType;
import org.wasmi.encoding.type.Types;
import org.wasmi.encoding.type.ValType;
import org.wasmi.encoding.type.VecType;
import org.wasmi.translate.TranslationOptions;
import org.wasmi.translate.Wasm;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * A function to be translated in a module that has a few things of each kind. Types: 0 the function's own, 1
 * {@code [] -> []}, 2 {@code [i32 i32] -> [i32]}, 3 {@code [] -> [i32 i32]}, 4 {@code [i32] -> [i32]}, 5
 * {@code [i32] -> [i32 i32]}, 6 {@code [funcref i32] -> [i32]}, 7 {@code [] -> [i32 x 5]}, 8 {@code [i32] -> []}, 9
 * {@code [i64 externref] -> []}, 10 {@code [] -> [i32 exnref]}, 11 {@code [] -> [i64 externref exnref]}. Functions: 0
 * imported, of type 2; 1 this one; 2 to 6 of types 2 to 6; 7 of type 1, not declared. Memories: 0 and 1. Globals: 0
 * mutable i32, 1 mutable i64, 2 mutable funcref, 3 i32, 4 mutable f64, 5 mutable v128. Tables: 0 of functions, 1 of
 * externrefs. Tags: 0 to 2 of types 1, 8 and 9. A segment of each kind.
 *
 * @param type the function's type
 * @param locals the types of its locals
 * @param options how to translate
 */
record TestFunction(FuncType type, List<ValType> locals, TranslationOptions options) {

    /** {@return a function of a type written like {@code "i32 i32 -> i64"}, with locals after a semicolon} */
    static TestFunction of(String signature) {
        String[] typeAndLocals = signature.split(";", -1);
        String[] type = typeAndLocals[0].split("->", -1);
        return new TestFunction(
                new FuncType(types(type[0]), types(type[1])),
                types(typeAndLocals.length > 1 ? typeAndLocals[1] : ""),
                TranslationOptions.DEFAULT);
    }

    private static List<ValType> types(String words) {
        List<ValType> types = new ArrayList<>();
        for (String word : words.strip().split("\\s+(?![^(]*\\))")) {
            switch (word) {
                case "" -> {}
                case "i32" -> types.add(NumType.I32);
                case "i64" -> types.add(NumType.I64);
                case "f32" -> types.add(NumType.F32);
                case "f64" -> types.add(NumType.F64);
                case "v128" -> types.add(VecType.V128);
                case "funcref" -> types.add(RefType.FUNCREF);
                case "externref" -> types.add(RefType.EXTERNREF);
                default -> types.add(refType(word));
            }
        }
        return types;
    }

    private static RefType refType(String word) {
        return Stream.of(AbstractHeapType.values())
                .flatMap(heap -> Stream.of(new RefType(true, heap), new RefType(false, heap)))
                .filter(type -> type.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word));
    }

    TestFunction with(TranslationOptions changed) {
        return new TestFunction(type, locals, changed);
    }

    /** {@return the module around the function} */
    ModuleInfo module() {
        List<ValType> i32 = List.of(NumType.I32);
        List<ValType> two = List.of(NumType.I32, NumType.I32);
        ModuleInfo module = new ModuleInfo(options.features());
        Types.Builder types = Types.builder().add(type);
        types.add(new FuncType(List.of(), List.of()));
        types.add(new FuncType(two, i32));
        types.add(new FuncType(List.of(), two));
        types.add(new FuncType(i32, i32));
        types.add(new FuncType(i32, two));
        types.add(new FuncType(List.of(RefType.FUNCREF, NumType.I32), i32));
        types.add(new FuncType(List.of(), types("i32 i32 i32 i32 i32")));
        types.add(new FuncType(i32, List.of()));
        types.add(new FuncType(types("i64 externref"), List.of()));
        types.add(new FuncType(List.of(), types("i32 exnref")));
        types.add(new FuncType(List.of(), types("i64 externref exnref")));
        module.setTypes(types.build());
        module.addFunction(2);
        module.addMemory(new MemoryType(Limits.atLeast(1)));
        module.addTable(new TableType(RefType.FUNCREF, Limits.atLeast(1)));
        module.endImports();
        module.addFunction(0);
        for (int i = 2; i <= 6; i++) {
            module.addFunction(i);
        }
        module.addFunction(1);
        module.addTable(new TableType(RefType.EXTERNREF, Limits.atLeast(1)));
        module.addMemory(new MemoryType(Limits.atLeast(1)));
        module.addGlobal(new GlobalType(NumType.I32, true));
        module.addGlobal(new GlobalType(NumType.I64, true));
        module.addGlobal(new GlobalType(RefType.FUNCREF, true));
        module.addGlobal(new GlobalType(NumType.I32, false));
        module.addGlobal(new GlobalType(NumType.F64, true));
        module.addGlobal(new GlobalType(VecType.V128, true));
        for (int i = 0; i < 7; i++) {
            module.declare(i);
        }
        module.addTag(1);
        module.addTag(8);
        module.addTag(9);
        module.addElement(RefType.FUNCREF);
        module.setDataCount(1);
        return module;
    }

    /** {@return a translator with the function's options} */
    FunctionTranslator translator(ModuleInfo module) {
        return new FunctionTranslator(
                module,
                options.limits(),
                Encodings.named(options.encoding()),
                options.fusion(),
                options.sources(),
                options.fuel());
    }

    /** {@return the code that operators become, without the last {@code end}} */
    Code translate(String operators) {
        return translate(Wasm.join(OperatorText.assemble(operators), Wasm.bytes(0x0B)));
    }

    /** {@return the code that operators become} */
    Code translate(byte[] operators) {
        return translateBody(Wasm.join(declarations(), operators));
    }

    /** {@return the code that a body becomes} */
    Code translateBody(byte[] body) {
        return translator(module()).translate(1, body, 0, body.length);
    }

    /** Validates operators, without the last {@code end}. */
    void validate(String operators) {
        byte[] body = Wasm.join(declarations(), OperatorText.assemble(operators), Wasm.bytes(0x0B));
        translator(module()).validate(1, body, 0, body.length);
    }

    private byte[] declarations() {
        byte[] declarations = Wasm.u32(locals.size());
        for (ValType each : locals) {
            declarations = Wasm.join(declarations, Wasm.bytes(1), code(each));
        }
        return declarations;
    }

    private static byte[] code(ValType type) {
        if (type instanceof NumType number) {
            return Wasm.bytes(number.code());
        } else if (type instanceof RefType reference && reference.heap() instanceof AbstractHeapType heap) {
            return reference.nullable() ? Wasm.bytes(heap.code()) : Wasm.bytes(0x64, heap.code());
        }
        return Wasm.bytes(VecType.V128.code());
    }

    /** {@return the instructions that operators become, one a line, without the last {@code end}} */
    String lines(String operators) {
        return lines(translate(operators));
    }

    /** {@return the instructions of a code, one a line} */
    static String lines(Code code) {
        String text = Disassembler.disassemble(code);
        return text.substring(text.indexOf('\n') + 1).replaceAll("(?m)^ +", "").strip();
    }
}
