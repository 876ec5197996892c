package org.wasmi.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/**
 * How the parameters and results of Wasm carry what a signature says.
 *
 * @param form where the result is
 * @param pointers for each parameter of the signature whether its address is passed
 */
record Fit(ResultForm form, List<Boolean> pointers) {

    /** Where the result of a function is. */
    enum ResultForm {
        /** There is none. */
        NONE,
        /** In the results of Wasm, one after the other. */
        FLAT,
        /** In memory, at the address that is the result of Wasm. */
        POINTER,
        /** In a block, whose address and length are the halves of an i64. */
        PACKED,
        /** In memory of the caller, whose address is the first parameter of Wasm. */
        AREA
    }

    /**
     * {@return the first form in which a signature fits a function}
     *
     * @throws IllegalArgumentException if it does not fit
     */
    static Fit of(Signature signature, FuncType wasm) {
        for (ResultForm form : ResultForm.values()) {
            if (isPossible(form, signature.result(), wasm.results())) {
                List<ValType> params = wasm.params();
                boolean area = form == ResultForm.AREA;
                if (area && (params.isEmpty() || params.get(0) != NumType.I32)) {
                    continue;
                }
                Optional<List<Boolean>> pointers =
                        pointers(signature.parameters(), params.subList(area ? 1 : 0, params.size()));
                if (pointers.isPresent()) {
                    return new Fit(form, pointers.get());
                }
            }
        }
        throw signature.mistake("'" + signature.name() + "' has the type " + wasm + ", whose parameters and results do"
                + " not fit the signature");
    }

    private static boolean isPossible(ResultForm form, Optional<DataType> result, List<ValType> wasm) {
        if (result.isEmpty()) {
            return form == ResultForm.NONE && wasm.isEmpty();
        }
        boolean inMemory = result.get() instanceof DataTypes.Block || result.get() instanceof DataTypes.Structure;
        return switch (form) {
            case NONE -> false;
            case FLAT -> wasm.equals(result.get().flat());
            case POINTER -> inMemory && wasm.equals(List.of(NumType.I32));
            case PACKED -> result.get() instanceof DataTypes.Block && wasm.equals(List.of(NumType.I64));
            case AREA -> inMemory && wasm.isEmpty();
        };
    }

    /** {@return for each parameter whether it is passed by its address, so that all together have the types of Wasm} */
    private static Optional<List<Boolean>> pointers(List<DataTypes.Field> parameters, List<ValType> wasm) {
        if (parameters.isEmpty()) {
            return wasm.isEmpty() ? Optional.of(List.of()) : Optional.empty();
        }
        DataType first = parameters.get(0).type();
        for (boolean pointer : first instanceof DataTypes.Structure ? new boolean[] {false, true} : new boolean[1]) {
            List<NumType> flat = pointer ? List.of(NumType.I32) : first.flat();
            if (wasm.size() >= flat.size() && wasm.subList(0, flat.size()).equals(flat)) {
                Optional<List<Boolean>> others =
                        pointers(parameters.subList(1, parameters.size()), wasm.subList(flat.size(), wasm.size()));
                if (others.isPresent()) {
                    List<Boolean> all = new ArrayList<>(List.of(pointer));
                    all.addAll(others.get());
                    return Optional.of(all);
                }
            }
        }
        return Optional.empty();
    }
}
