package org.wasmi.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.wasmi.encoding.Op;
import org.wasmi.exec.Linker;
import org.wasmi.translate.Translator;

/** Generated sources and a program that uses them, compiled without any warning. */
final class Compiled {
    private final Path classes;

    private Compiled(Path classes) {
        this.classes = classes;
    }

    /** Compiles sources, which must succeed without warnings, also on their comments. */
    static Compiled of(Path folder, List<JavaSource> sources, JavaSource... more) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-Xlint:all",
                "-Werror",
                "-Xdoclint:all,-missing",
                "-proc:none",
                "-encoding",
                "US-ASCII",
                "-cp",
                Stream.of(Linker.class, Op.class, Translator.class)
                        .map(Compiled::location)
                        .collect(Collectors.joining(File.pathSeparator)),
                "-d",
                classes.toString()));
        for (JavaSource each : Stream.concat(sources.stream(), Stream.of(more)).toList()) {
            assertThat(each.text()).isASCII();
            each.writeTo(folder);
            arguments.add(folder.resolve(each.path()).toString());
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, errors, errors, arguments.toArray(String[]::new));
        assertThat(result)
                .as(() -> errors.toString(StandardCharsets.UTF_8)
                        + sources.stream().map(JavaSource::text).collect(Collectors.joining("\n")))
                .isZero();
        return new Compiled(classes);
    }

    private static String location(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    /** {@return what the static method {@code run} of a class returns for a module} */
    Object run(String name, byte[] module) throws Exception {
        URL[] urls = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            return loader.loadClass(name).getMethod("run", byte[].class).invoke(null, (Object) module);
        } catch (InvocationTargetException thrown) {
            if (thrown.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw thrown;
        }
    }
}
