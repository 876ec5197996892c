package org.wasmi.emscripten.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** How many names may stand for another one in a row. */
    private static final int MAX_STEPS = 4;

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
            trait("_emscripten_runtime_keepalive_clear", ">", "^\\(\\)=>\\{[\\w$]+=(!1|false)[;,][\\w$]+=0;?\\}$"),
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
            trait("environ_get", "ii>i", "\\bInfinity\\b|,1/0\\)"),
            trait("environ_sizes_get", "ii>i", "=[\\w$]+\\.length;.*\\+1"),
            trait("exit", "i>", "^\\([\\w$]+,[\\w$]+\\)=>\\{[\\w$]+=([\\w$]+)[,;][\\w$]+\\(\\1\\);?\\}$"),
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
            trait("__syscall_unlinkat", "iii>i", "===?512\\b|\\b512[!=]=="),
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
            trait("__syscall_openat", "iiii>i", "&64&&|\\b64&[\\w$]+&&"),
            trait("__syscall_newfstatat", "iiii>i", "&256\\b|\\b256&"),
            trait("clock_time_get", "iji>i", ""),
            trait("getaddrinfo", "iiii>i", "\\blookup_name\\b"),
            trait("fd_read", "iiii>i", "\\.read\\("),
            trait("fd_write", "iiii>i", "\\.write\\(|new Uint8Array\\(|\\b10===|===10\\b"),
            trait("_mmap_js", "iiiijii>i", ""),
            trait("_munmap_js", "iiiiij>i", ""),
            trait("__cxa_throw", "iii>", "\\bthrow\\b"),
            trait("__cxa_begin_catch", "i>i", "\\bget_caught\\b"),
            trait("__cxa_end_catch", ">", "\\.pop\\(\\)"),
            trait("__cxa_rethrow", ">", "no exception to throw"),
            trait("__cxa_rethrow_primary_exception", "i>", "\\bset_rethrown\\b"),
            trait("__resumeException", "i>", "\\bthrow\\b"),
            trait("__cxa_current_primary_exception", ">i", "\\bexcPtr\\b"),
            trait("__cxa_uncaught_exceptions", ">i", "^\\(\\)=>[A-Za-z_$][\\w$]*$"),
            trait("llvm_eh_typeid_for", "i>i", "^([\\w$]+)=>\\1$"),
            trait("random_get", "ii>i", "\\.subarray\\("),
            trait("__syscall_fstat64", "ii>i", "\\.fstat\\("),
            trait("__syscall_lstat64", "ii>i", "\\.lstat\\("),
            trait("__syscall_stat64", "ii>i", "\\.stat\\("),
            trait("__syscall_getcwd", "ii>i", "\\.cwd\\("),
            trait("__syscall_mkdirat", "iii>i", "\\.mkdir\\("),
            trait("__syscall_rmdir", "i>i", "\\.rmdir\\("),
            trait("__syscall_renameat", "iiii>i", "\\.rename\\("),
            trait("__syscall_chdir", "i>i", "\\.chdir\\("),
            trait("fd_close", "i>i", "\\.close\\("));

    /** The body of {@code invoke_*}: saves the stack pointer, calls, restores and tells the guest. */
    private static final Pattern INVOKE =
            Pattern.compile("=([\\w$]+)\\(\\);?try\\{.{0,300}?\\}catch\\([\\w$]+\\)\\{(?:if\\()?([\\w$]+)\\([\\w$]+\\)"
                    + ".{0,100}?\\bthrow\\b.{0,40}?([\\w$]+)\\(1,0\\)");

    private static final Pattern FIND = Pattern.compile("\\(?[\\w$,]*\\)?=>[\\w$]+\\(\\[[\\w$,]*\\]\\)");
    /** Where the types of handlers are compared. */
    private static final Pattern COMPARE =
            Pattern.compile("if\\(([\\w$]+)\\([\\w$]+,[\\w$]+,[\\w$]+\\)\\)\\{?return ([\\w$]+)\\(");

    /** A function that only calls another one. */
    private static final Pattern ALIAS = Pattern.compile("\\(?[\\w$,]*\\)?=>([\\w$]+)\\([\\w$,]*\\)");

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
        if (INVOKE.matcher(text).find()) {
            return Optional.of("invoke_");
        } else if (FIND.matcher(text).matches()) {
            return Optional.of("__cxa_find_matching_catch_");
        }
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

    /** {@return the exports that {@code invoke_*} and the search for handlers use, by their names in C} */
    Map<String, String> helpers(Set<String> exported) {
        Map<String, String> found = new HashMap<>();
        Matcher invoke = INVOKE.matcher(dense);
        if (invoke.find()) {
            export(invoke.group(1), exported).ifPresent(key -> found.put("emscripten_stack_get_current", key));
            export(invoke.group(2), exported).ifPresent(key -> found.put("_emscripten_stack_restore", key));
            export(invoke.group(3), exported).ifPresent(key -> found.put("setThrew", key));
        }
        Matcher compare = COMPARE.matcher(dense);
        if (compare.find()) {
            export(compare.group(1), exported).ifPresent(key -> found.put("__cxa_can_catch", key));
            export(compare.group(2), exported).ifPresent(key -> found.put("setTempRet0", key));
        }
        return found;
    }

    /** {@return the export that a variable holds, or that the function in it calls} */
    private Optional<String> export(String variable, Set<String> exported) {
        String name = variable;
        for (int steps = 0; steps < MAX_STEPS; steps++) {
            Matcher assigned = Pattern.compile("(?<![\\w$.])" + Pattern.quote(name)
                            + "=[\\w$]+(?:\\.([\\w$]+)|\\[[\"']([\\w$]+)[\"']\\])(?![\\w$(.])")
                    .matcher(dense);
            while (assigned.find()) {
                String key = assigned.group(1) == null ? assigned.group(2) : assigned.group(1);
                if (exported.contains(key)) {
                    return Optional.of(key);
                }
            }
            Matcher alias = ALIAS.matcher(definition(name));
            if (!alias.matches()) {
                return Optional.empty();
            }
            name = alias.group(1);
        }
        return Optional.empty();
    }

    /** {@return the text of a function, given it or its name} */
    String definition(String value) {
        String name = value;
        for (int steps = 0; steps < MAX_STEPS && WORD.matcher(name).matches(); steps++) {
            Matcher at = Pattern.compile("(?<![\\w$.])(?:function " + Pattern.quote(name) + "(?=\\()|"
                            + Pattern.quote(name) + "=(?:(?=\\(|[\\w$]+=>|function\\b)|([\\w$]+)[,;]))")
                    .matcher(dense);
            if (!at.find()) {
                break;
            } else if (at.group(1) == null) {
                return balanced(at.end());
            }
            name = at.group(1);
        }
        return value;
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
