package org.wasmi.js.bindgen;

import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is to be known of the JavaScript that wasm-bindgen generated for a module, and cannot be seen from the module. */
final class Glue {
    private static final Pattern TABLE = Pattern.compile("new Array\\((\\d+)\\)\\.fill\\(");

    private static final Pattern CONSTRUCTOR = Pattern.compile("new ([A-Z]\\w*)\\(");

    private static final Pattern CLOSURE = Pattern.compile("make(?:Mut)?Closure\\(arg0, arg1, (?:\\d+, )?(\\w+)\\)");

    private static final Pattern TAKEN = Pattern.compile("takeObject\\(arg(\\d+)\\)");

    private static final Pattern EXPORT = Pattern.compile("wasm\\.(\\w+)\\(");

    /** Imported functions are shorter. */
    private static final int BODY = 2_000;

    private final String text;

    Glue(String text) {
        this.text = text;
    }

    /** {@return the number of table entries for objects that are lent} */
    int lent() {
        Matcher matcher = TABLE.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 128;
    }

    /** {@return the class of which an imported function makes an object} */
    Optional<String> constructed(String function) {
        return find(CONSTRUCTOR, body(function));
    }

    /** {@return the export that a closure calls which an imported function makes} */
    Optional<String> closure(String function) {
        return find(CLOSURE, body(function)).flatMap(adapter -> find(EXPORT, body("function " + adapter)));
    }

    /** {@return which arguments of an imported function are objects that the guest gives up} */
    BitSet taken(String function) {
        BitSet taken = new BitSet();
        Matcher matcher = TAKEN.matcher(body(function));
        while (matcher.find()) {
            taken.set(Integer.parseInt(matcher.group(1)));
        }
        return taken;
    }

    /** {@return whether an imported function uses its second argument as the index of an element} */
    boolean isIndexed(String function) {
        return body(function).contains("[arg1 >>> 0]");
    }

    private String body(String name) {
        Matcher start = Pattern.compile(Pattern.quote(name) + "\\b[^\\n{]*\\{").matcher(text);
        if (!start.find()) {
            return "";
        }
        int depth = 1;
        int end = start.end();
        int limit = Math.min(text.length(), end + BODY);
        while (end < limit && depth > 0) {
            char next = text.charAt(end++);
            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
        }
        return text.substring(start.end(), end);
    }

    private static Optional<String> find(Pattern pattern, String in) {
        Matcher matcher = pattern.matcher(in);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
