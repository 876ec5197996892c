package org.wasmi.emscripten.internal;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmi.encoding.type.FuncType;
import org.wasmi.encoding.type.ValType;

/**
 * Recognizes the functions of a glue: by their names, or in a minified glue by their types and by texts that minifiers
 * keep, such as strings, numbers and methods of JavaScript's own objects.
 */
final class Traits {
    private static final Pattern WORD = Pattern.compile("[\\w$]+");
    private static final int MAX_DEFINITION = 4_000;

    /**
     * A function that is recognized.
     *
     * @param name its name in C
     * @param types its types in the versions of Emscripten, a letter for each parameter, and after a {@code >} one for
     *     the result: {@code i}, {@code j}, {@code d}
     * @param pattern what its text contains
     */
    private record Trait(String name, List<String> types, Pattern pattern) {}

    /** The first that matches counts. */
    private static final List<Trait> ALL = List.of(
            trait("__assert_fail", "iiii>", "Assertion failed"),
            trait("_abort_js", ">", "^\\(\\)=>[\\w$]+\\(\"\"\\)$|^function\\(\\)\\{[\\w$]+\\(\"\"\\);?\\}$"),
            trait("_emscripten_runtime_keepalive_clear", ">", "^\\(\\)=>\\{[\\w$]+=(!1|false);[\\w$]+=0;?\\}$"),
            trait("_gmtime_js", "ii> iii> ji> ji>i", "\\.getUTCSeconds\\("),
            trait("_localtime_js", "ii> iii> ji> ji>i", "\\.getSeconds\\("),
            trait("_timegm_js", "i>j i>i", "Date\\.UTC\\("),
            trait("_mktime_js", "i>j i>i", "\\.getTimezoneOffset\\("),
            trait("_tzset_js", "iii> iiii>", "\\.getTimezoneOffset\\("),
            trait("_setitimer_js", "id>i", "clearTimeout"),
            trait("emscripten_date_now", ">d", "\\bDate\\.now"),
            trait("emscripten_get_now", ">d", "\\bperformance\\.now"),
            trait("emscripten_resize_heap", "i>i", "1\\+0?\\.2/"),
            trait("emscripten_memcpy_big", "iii> iii>i", "\\.copyWithin\\("),
            trait("environ_get", "ii>i", "Infinity"),
            trait("environ_sizes_get", "ii>i", "=[\\w$]+\\.length;.*\\+1"),
            trait("proc_exit", "i>", "\\bonExit\\b"),
            trait("fd_seek", "ijii>i iiiii>i", ""),
            trait("fd_fdstat_get", "ii>i", "\\.tty\\?2:"),
            trait("fd_sync", "i>i", "\\.fsync\\b"),
            trait("fd_close", "i>i", "return 0;?\\}catch.*return [\\w$.]+;?\\}\\}$|^\\(\\)=>52$"),
            trait("__syscall_rmdir", "i>i", "return ?-[\\w$]+\\.[\\w$]+;?\\}\\}$"),
            trait("__syscall_getcwd", "ii>i", "\"/\""),
            trait("__syscall_ftruncate64", "ij>i iii>i", "return-22"),
            trait("__syscall_fcntl64", "iii>i", "case 1[234]:"),
            trait("__syscall_ioctl", "iii>i", "\\b215[0-9][0-9]\\b"),
            trait("__syscall_getdents64", "iii>i", "\\b280\\b"),
            trait("__syscall_unlinkat", "iii>i", "===?512"),
            trait("__syscall_mkdirat", "iii>i", "&-19|&=-19"),
            trait("__syscall_fchown32", "iii>i", "timestamp"),
            trait("__syscall_lstat64", "ii>i", ",!0\\)\\);?\\}catch"),
            trait(
                    "__syscall_stat64",
                    "ii>i",
                    "return [\\w$]+=[\\w$]+\\([\\w$]+\\),[\\w$]+\\([\\w$]+,[\\w$]+\\([\\w$]+\\)\\);?\\}catch"),
            trait("__syscall_fstat64", "ii>i", "\\?\\?="),
            trait("__syscall_chmod", "ii>i", ",0;?\\}catch"),
            trait("__syscall_fchmod", "ii>i", "return 0;?\\}catch"),
            trait("__syscall_utimensat", "iiii>i", "\\b1073741823\\b"),
            trait("__syscall_readlinkat", "iiii>i", "\\.readlink\\b"),
            trait("__syscall_faccessat", "iiii>i", "&-8\\b"),
            trait("__syscall_openat", "iiii>i", "&64&&"),
            trait("__syscall_newfstatat", "iiii>i", "&256\\b"),
            trait("fd_read", "iiii>i", "\\.read\\("),
            trait("fd_write", "iiii>i", "\\.write\\)|new Uint8Array\\(|\\b10===|===10\\b"),
            trait("_mmap_js", "iiiijii>i", ""),
            trait("_munmap_js", "iiiiij>i", ""),
            trait("__cxa_throw", "iii>", "\\bthrow\\b"));

    private final String dense;

    Traits(String dense) {
        this.dense = dense;
    }

    private static Trait trait(String name, String types, String pattern) {
        return new Trait(name, List.of(types.split(" ", -1)), Pattern.compile(pattern));
    }

    /** {@return the name in C of an imported function, from its text in the object of imports} */
    Optional<String> name(String value, FuncType type) {
        if (WORD.matcher(value).matches() && Glue.isLong(value)) {
            return Optional.of(Glue.plain(value));
        }
        String letters = letters(type);
        String text = definition(value);
        for (Trait each : ALL) {
            if (each.types().contains(letters) && each.pattern().matcher(text).find()) {
                return Optional.of(each.name());
            }
        }
        return Optional.empty();
    }

    private static String letters(FuncType type) {
        StringBuilder letters = new StringBuilder();
        type.params().forEach(param -> letters.append(letter(param)));
        letters.append('>');
        type.results().forEach(result -> letters.append(letter(result)));
        return letters.toString();
    }

    private static char letter(ValType type) {
        return switch (type.toString()) {
            case "i32" -> 'i';
            case "i64" -> 'j';
            case "f32" -> 'f';
            case "f64" -> 'd';
            default -> '?';
        };
    }

    /** {@return the text of a function, given it or its name} */
    String definition(String value) {
        if (!WORD.matcher(value).matches()) {
            return value;
        }
        String name = Pattern.quote(value);
        Matcher at = Pattern.compile(
                        "(?<![\\w$.])(?:function " + name + "(?=\\()|" + name + "=(?=\\(|[\\w$]+=>|function\\b))")
                .matcher(dense);
        return at.find() ? balanced(at.end()) : value;
    }

    /** {@return the text from a position to the end of its expression, where the brackets allow} */
    private String balanced(int start) {
        int depth = 0;
        int end = Math.min(dense.length(), start + MAX_DEFINITION);
        for (int at = start; at < end; at++) {
            char c = dense.charAt(at);
            if (c == '(' || c == '{' || c == '[') {
                depth++;
            } else if (c == ')' || c == '}' || c == ']') {
                depth--;
            }
            if (depth < 0 || (depth == 0 && (c == ',' || c == ';'))) {
                return dense.substring(start, at);
            }
        }
        return dense.substring(start, end);
    }
}
