package org.wasmi.jit.internal;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * How functions of a type are compiled to methods: after what each takes, its arguments follow, those of 128 bits as
 * two; a result of one slot is returned, more are left in slots.
 *
 * @param params by slot of the parameters
 * @param results by slot of the results
 */
record Signature(List<Kind> params, List<Kind> results) {
    /** Why functions are not compiled that have none. */
    static final String TOO_LONG = "more parameters than methods take";

    private static final int MAX_WORDS = 200;

    /** {@return how functions of a type are called, or null if methods cannot take so many arguments} */
    static @org.jspecify.annotations.Nullable Signature of(FuncType type) {
        List<Kind> params = new ArrayList<>();
        List<Kind> results = new ArrayList<>();
        int words = 0;
        for (ValType each : type.params()) {
            for (int i = 0; i < each.slots(); i++) {
                params.add(Kind.of(each));
                words += Kind.of(each).words;
            }
        }
        for (ValType each : type.results()) {
            for (int i = 0; i < each.slots(); i++) {
                results.add(Kind.of(each));
            }
        }
        return words > MAX_WORDS ? null : new Signature(List.copyOf(params), List.copyOf(results));
    }

    /** {@return the letters of the kinds, as a part of names} */
    String suffix() {
        StringBuilder text = new StringBuilder();
        params.forEach(each -> text.append(each.letter()));
        text.append('_');
        results.forEach(each -> text.append(each.letter()));
        return text.toString();
    }

    /** {@return the descriptor of the methods} */
    String descriptor() {
        StringBuilder text = new StringBuilder("(L").append(Names.CONTEXT).append(";II");
        params.forEach(each -> text.append(each.descriptor));
        return text.append(')').append(returned()).toString();
    }

    /** {@return the descriptor of what the methods return} */
    String returned() {
        return results.size() == 1 ? results.get(0).descriptor : "V";
    }

    /** {@return the name of the abstract class of functions of such types} */
    String callable() {
        return "S" + suffix();
    }

    /** {@return the name of the class of those that are not compiled} */
    String interpreted() {
        return "O" + suffix();
    }

    /** {@return whether an argument or a result is a reference} */
    boolean hasReferences() {
        return params.contains(Kind.REF) || results.contains(Kind.REF);
    }

    /** {@return how many slots values take} */
    static int slots(List<ValType> types) {
        return types.stream().mapToInt(ValType::slots).sum();
    }

    /** {@return how many slots arguments or results take at most} */
    int slots() {
        return Math.max(params.size(), results.size());
    }
}
