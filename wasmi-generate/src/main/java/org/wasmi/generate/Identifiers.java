package org.wasmi.generate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Gives out identifiers of Java, each once. The same requests in the same order get the same ones. */
final class Identifiers {

    /** Methods that every object has: others of these names may clash with them. */
    private static final Set<String> OF_OBJECT =
            Set.of("clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private static final int MAX_LENGTH = 200;

    private final Set<String> used = new HashSet<>();

    /** Makes one that has given out some names already. */
    Identifiers(String... taken) {
        used.addAll(List.of(taken));
    }

    /** {@return an identifier that was not given out yet: the wanted one, or that with a number behind it} */
    String unique(String wanted) {
        String name = wanted;
        for (int i = 2; !used.add(name); i++) {
            name = wanted + (Character.isDigit(wanted.charAt(wanted.length() - 1)) ? "_" : "") + i;
        }
        return name;
    }

    /** {@return a name of a method, parameter or component for any name: {@code get-name} is {@code getName}} */
    static String member(String name) {
        String joined = join(name, false);
        return SourceVersion.isKeyword(joined) || OF_OBJECT.contains(joined) || joined.equals("_")
                ? joined + "_"
                : joined;
    }

    /** {@return a name of a type for any name: {@code get-name} is {@code GetName}} */
    static String type(String name) {
        String joined = join(name, true);
        return SourceVersion.isKeyword(joined) || isRestricted(joined) ? joined + "_" : joined;
    }

    /** {@return whether a name is that of a type that all sources see} */
    static boolean isOfJava(String name) {
        try {
            Class.forName("java.lang." + name, false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError free) {
            return false;
        }
    }

    /** {@return whether a name is that of a type with a meaning of its own} */
    private static boolean isRestricted(String name) {
        return Set.of("var", "record", "yield", "sealed", "permits", "_").contains(name);
    }

    /**
     * Joins the words of a name. Only ASCII letters and digits stay, so that the encoding of sources does not matter; a
     * letter of another script becomes its code.
     */
    private static String join(String name, boolean capital) {
        StringBuilder joined = new StringBuilder();
        boolean upper = capital;
        for (int i = 0; i < name.length() && joined.length() < MAX_LENGTH; ) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80 && Character.isLetterOrDigit(c)) {
                joined.appendCodePoint(upper ? Character.toUpperCase(c) : c);
                upper = false;
            } else if (c >= 0x80) {
                joined.append(upper ? 'U' : 'u').append(Integer.toHexString(c));
                upper = false;
            } else {
                upper = capital || !joined.isEmpty();
            }
        }
        if (joined.isEmpty()) {
            return capital ? "Unnamed" : "unnamed";
        }
        if (!capital && startsWithCapital(joined)) {
            joined.setCharAt(0, Character.toLowerCase(joined.charAt(0)));
        }
        return Character.isDigit(joined.charAt(0)) ? joined.insert(0, '_').toString() : joined.toString();
    }

    /** {@return whether a name begins as types do; {@code URL} and such stay as they are} */
    private static boolean startsWithCapital(CharSequence name) {
        return Character.isUpperCase(name.charAt(0)) && (name.length() == 1 || !Character.isUpperCase(name.charAt(1)));
    }
}
