package org.wasmi.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A descriptor or generic signature of a class file (Java virtual machine specification, 4.7.9.1), read part by part as
 * Java.
 */
final class JvmSignature {
    private final String text;
    private int at;

    JvmSignature(String text) {
        this.text = text;
    }

    /** {@return an internal name as Java has it, without {@code java.lang}} */
    static String readable(String internalName) {
        String name = internalName.replace('/', '.').replace('$', '.');
        return name.matches("java\\.lang\\.[A-Z]\\w*") ? name.substring("java.lang.".length()) : name;
    }

    /** {@return type parameters such as {@code <T extends Number>}, or nothing if there are none} */
    String typeParameters() {
        if (text.charAt(at) != '<') {
            return "";
        }
        List<String> parameters = new ArrayList<>();
        at++;
        while (text.charAt(at) != '>') {
            int colon = text.indexOf(':', at);
            String name = text.substring(at, colon);
            at = colon;
            List<String> bounds = new ArrayList<>();
            while (text.charAt(at) == ':') {
                at++;
                if (text.charAt(at) != ':') { // the bound that is a class may be left out
                    bounds.add(type());
                }
            }
            bounds.remove("Object");
            parameters.add(bounds.isEmpty() ? name : name + " extends " + String.join(" & ", bounds));
        }
        at++;
        return "<" + String.join(", ", parameters) + ">";
    }

    /** {@return the types within parentheses, if these come next} */
    List<String> arguments() {
        List<String> types = new ArrayList<>();
        at++;
        while (text.charAt(at) != ')') {
            types.add(type());
        }
        at++;
        return types;
    }

    /** {@return all types that are left} */
    List<String> typesToEnd() {
        List<String> types = new ArrayList<>();
        while (at < text.length()) {
            types.add(type());
        }
        return types;
    }

    /** {@return the next type} */
    String type() {
        char tag = text.charAt(at++);
        return switch (tag) {
            case 'B' -> "byte";
            case 'C' -> "char";
            case 'D' -> "double";
            case 'F' -> "float";
            case 'I' -> "int";
            case 'J' -> "long";
            case 'S' -> "short";
            case 'V' -> "void";
            case 'Z' -> "boolean";
            case '[' -> type() + "[]";
            case '*' -> "?";
            case '+' -> "? extends " + type();
            case '-' -> "? super " + type();
            case 'T' -> name(";");
            default -> classType();
        };
    }

    private String name(String end) {
        int from = at;
        while (end.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(from, at);
        at += end.equals(";") ? 1 : 0;
        return name;
    }

    private String classType() {
        StringBuilder type = new StringBuilder(readable(name("<;.")));
        for (char next = text.charAt(at++); next != ';'; next = text.charAt(at++)) {
            if (next == '.') {
                type.append('.').append(name("<;."));
            } else {
                List<String> arguments = new ArrayList<>();
                while (text.charAt(at) != '>') {
                    arguments.add(type());
                }
                at++;
                type.append('<').append(String.join(", ", arguments)).append('>');
            }
        }
        return type.toString();
    }
}
