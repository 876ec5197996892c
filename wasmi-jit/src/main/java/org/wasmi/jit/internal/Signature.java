package org.wasmi.jit.internal;

import java.util.ArrayList;
import java.util.List;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.NumType;
import org.wasmi.encoding.type.ValType;

/**
 * How functions of a type are compiled to methods: after what each takes, its arguments follow; one result is returned,
 * more are left in slots.
 *
 * @param params by parameter
 * @param results by result
 */
record Signature(List<Kind> params, List<Kind> results) {
    private static final int MAX_WORDS = 200;

    /** {@return how functions of a type are called, or null if methods cannot take or return what they do} */
    static @org.jspecify.annotations.Nullable Signature of(FuncType type) {
        List<Kind> params = new ArrayList<>();
        List<Kind> results = new ArrayList<>();
        int words = 0;
        for (ValType each : type.params()) {
            if (!(each instanceof NumType number)) {
                return null;
            }
            params.add(Kind.of(number));
            words += Kind.of(number).words;
        }
        for (ValType each : type.results()) {
            if (!(each instanceof NumType number)) {
                return null;
            }
            results.add(Kind.of(number));
        }
        return words > MAX_WORDS ? null : new Signature(List.copyOf(params), List.copyOf(results));
    }

    /** {@return the letters of the kinds, as a part of names} */
    String suffix() {
        StringBuilder text = new StringBuilder();
        params.forEach(each -> text.append(each.descriptor));
        text.append('_');
        results.forEach(each -> text.append(each.descriptor));
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

    /** {@return how many slots arguments or results take at most} */
    int slots() {
        return Math.max(params.size(), results.size());
    }
}
