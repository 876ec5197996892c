package org.wasmi.translate.internal.function;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wasmi.encoding.Code;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.program.ConstExpr;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.RefType;
import org.wasmi.encoding.type.ValType;
import org.wasmi.translate.binary.TranslationLimit;
import org.wasmi.translate.binary.TranslationLimits;
import org.wasmi.translate.fuel.FuelCosts;
import org.wasmi.translate.internal.binary.BinaryReader;
import org.wasmi.translate.internal.binary.ConstantParser;
import org.wasmi.translate.internal.binary.ModuleInfo;

/**
 * Validates and translates the function bodies and constant expressions of one module (Wasm specification, chapter 3
 * and 5.4). What does not decode ends in {@link org.wasmi.encoding.error.MalformedException}, what does not validate in
 * {@link org.wasmi.encoding.error.InvalidException}, what exceeds a limit in {@link
 * org.wasmi.encoding.error.ResourceException}; the translator can be used again after that. For one thread at a time;
 * cheap to make, and it keeps its buffers from one function to the next.
 */
public final class FunctionTranslator implements ConstantParser {
    private final ModuleInfo module;
    private final TranslationLimits limits;
    private final BodyTranslator translator;

    /**
     * Makes a translator.
     *
     * @param module what bodies may refer to
     * @param limits how large a body may be
     * @param encoding how the code is laid out
     * @param fusion whether operators are fused into fewer instructions
     * @param sources whether the sources of all instructions are kept
     * @param fuel what operators cost, if code is metered
     */
    public FunctionTranslator(
            ModuleInfo module,
            TranslationLimits limits,
            Encoding encoding,
            boolean fusion,
            boolean sources,
            Optional<FuelCosts> fuel) {
        this.module = module;
        this.limits = limits;
        translator = new BodyTranslator(module, limits, new Emitter(encoding, fusion, sources, fuel));
    }

    /**
     * Validates a function body.
     *
     * @param functionIndex the function, of which the type is known
     * @param wasm the module
     * @param bodyBegin where the body begins, at its locals
     * @param bodyEnd the byte after the body
     */
    public void validate(int functionIndex, byte[] wasm, int bodyBegin, int bodyEnd) {
        translator.function(functionIndex, reader(wasm, bodyBegin, bodyEnd), false);
    }

    /**
     * Validates and translates a function body.
     *
     * @param functionIndex the function, of which the type is known
     * @param wasm the module
     * @param bodyBegin where the body begins, at its locals
     * @param bodyEnd the byte after the body
     */
    public Code translate(int functionIndex, byte[] wasm, int bodyBegin, int bodyEnd) {
        translator.function(functionIndex, reader(wasm, bodyBegin, bodyEnd), true);
        return translator.finish();
    }

    private BinaryReader reader(byte[] wasm, int begin, int end) {
        return new BinaryReader(wasm, begin, end, module.features());
    }

    @Override
    public ConstExpr constant(BinaryReader reader, ValType expected, int usableGlobals) {
        int begin = reader.position();
        if (expected instanceof NumType type) {
            ConstExpr number = number(reader, type);
            if (number != null) {
                return number;
            }
            reader.seek(begin);
        }
        translator.constant(reader, expected, usableGlobals);
        int end = reader.position();
        if (expected instanceof RefType type) {
            reader.seek(begin);
            ConstExpr reference = reference(reader, type);
            if (reference != null && isNext(reader, WasmOpcode.END)) {
                reader.seek(end);
                return reference;
            }
            reader.seek(end);
        }
        return new ConstExpr.Computed(expected, translator.finish());
    }

    /**
     * {@return the expression if it is a single number of the right type, which needs no other validation; otherwise null
     * and the reader is anywhere}
     */
    private @Nullable ConstExpr number(BinaryReader reader, NumType type) {
        WasmOpcode opcode =
                switch (type) {
                    case I32 -> WasmOpcode.I32_CONST;
                    case I64 -> WasmOpcode.I64_CONST;
                    case F32 -> WasmOpcode.F32_CONST;
                    case F64 -> WasmOpcode.F64_CONST;
                };
        if (!isNext(reader, opcode)) {
            return null;
        }
        limits.check(TranslationLimit.OPERANDS, 1);
        long bits =
                switch (type) {
                    case I32 -> reader.s32();
                    case I64 -> reader.s64();
                    case F32 -> reader.f32();
                    case F64 -> reader.f64();
                };
        return isNext(reader, WasmOpcode.END) ? new ConstExpr.Numeric(type, bits) : null;
    }

    /** {@return the reference of the first operator of a valid expression, or null if it needs evaluation} */
    private @Nullable ConstExpr reference(BinaryReader reader, RefType type) {
        WasmOpcode opcode = WasmOpcode.read(reader);
        if (opcode == WasmOpcode.REF_FUNC) {
            return new ConstExpr.FunctionReference(type, reader.u32());
        } else if (opcode == WasmOpcode.REF_NULL) {
            reader.heapType(module.types().size());
            return new ConstExpr.NullReference(type);
        }
        return null;
    }

    private static boolean isNext(BinaryReader reader, WasmOpcode opcode) {
        return reader.remaining() > 0 && reader.u8() == opcode.code();
    }
}
