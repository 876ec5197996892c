package org.wasmi.testkit.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmi.encoding.Encoding;
import org.wasmi.encoding.Encodings;
import org.wasmi.encoding.Isa;
import org.wasmi.encoding.ProviderException;
import org.wasmi.exec.Engine;
import org.wasmi.exec.EngineConfig;
import org.wasmi.exec.Instance;
import org.wasmi.exec.Linker;
import org.wasmi.exec.Value;
import org.wasmi.exec.runtime.Executor;
import org.wasmi.exec.runtime.Executors;
import org.wasmi.testkit.ModuleBuilder;
import org.wasmi.translate.Translator;

/** Executors and encodings of others, good and bad, in a class loader of their own. */
class ProvidersTest {

    private final Path folder;

    ProvidersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Defines {@link Plugins} again, as a jar that is loaded later would have them, and declares some as providers. */
    private static final class PluginLoader extends ClassLoader {
        private final Path declaration;
        private final String service;

        PluginLoader(Path folder, Class<?> service, List<String> providers) throws IOException {
            super(ProvidersTest.class.getClassLoader());
            this.service = service.getName();
            declaration = Files.write(Files.createTempFile(folder, "service", ""), providers);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith(Plugins.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
            try (InputStream in = Plugins.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            return name.equals("META-INF/services/" + service)
                    ? Collections.enumeration(List.of(declaration.toUri().toURL()))
                    : Collections.emptyEnumeration();
        }
    }

    private ClassLoader loader(Class<?> service, String... providers) throws IOException {
        return new PluginLoader(
                folder,
                service,
                Stream.of(providers)
                        .map(each -> Plugins.class.getName() + "$" + each)
                        .toList());
    }

    @Test
    void executorsThatCannotBeLoadedHinderNoOther() throws IOException {
        ClassLoader plugins =
                loader(Executor.class, "Missing", "ThrowingExecutor", "NamelessExecutor", "PluginExecutor");
        assertThat(Executors.all(plugins)).containsKeys("plug-in", "switch", "tail");
        assertThat(Executors.named("plug-in", plugins).getClass().getClassLoader())
                .isSameAs(plugins);
        assertThat(Executors.all()).doesNotContainKey("plug-in");
        assertThatThrownBy(() -> Executors.named("cores-4", plugins))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "no executor is named 'cores-4'; there are compiled, direct, indirect, plug-in, restless, "
                                + "switch, tail, tiered",
                        "Missing",
                        "ThrowingExecutor",
                        "NumberFormatException",
                        "NamelessExecutor");
    }

    @Test
    void theExecutorWithTheGreatestPreferenceIsTheDefault() throws IOException {
        assertThat(EngineConfig.DEFAULT.executor()).isEqualTo("tiered");
        assertThat(Executors.preferred(loader(Executor.class, "PluginExecutor")))
                .isEqualTo("tiered");
        assertThat(Executors.preferred(loader(Executor.class, "PreferredExecutor")))
                .isEqualTo("preferred");
        assertThat(Executors.preferred(loader(Executor.class, "PreferredExecutor", "EquallyPreferredExecutor")))
                .as("the first in the alphabet")
                .isEqualTo("equally-preferred");
        assertThat(Executors.preferred(loader(Executor.class, "UndecidedExecutor")))
                .as("one whose preference cannot be found out")
                .isEqualTo("tiered");
    }

    @Test
    void encodingsThatCannotBeLoadedHinderNoOther() throws IOException {
        ClassLoader plugins =
                loader(Encoding.class, "Missing", "ThrowingEncoding", "NamelessEncoding", "PluginEncoding");
        assertThat(Encodings.all(plugins)).containsKeys("plug-in", "words", "compact");
        assertThat(Encodings.named("plug-in", plugins).name()).isEqualTo("plug-in");
        assertThat(Encodings.all()).doesNotContainKey("plug-in");
        assertThatThrownBy(() -> Encodings.named("dense", plugins))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "no encoding is named 'dense'", "Missing", "no licence", "NamelessEncoding", "later");
    }

    @Test
    void oneNameForTwoIsRefused() throws IOException {
        ClassLoader executors = loader(Executor.class, "SecondExecutor");
        assertThat(Executors.all(executors)).doesNotContainKey("switch").containsKey("tail");
        assertThatThrownBy(() -> Executors.named("switch", executors))
                .isInstanceOf(ProviderException.class)
                .hasMessageContainingAll(
                        "more than one executor is named 'switch'", "SecondExecutor", "dispatch.SwitchExecutor");
        ClassLoader encodings = loader(Encoding.class, "SecondEncoding");
        assertThatThrownBy(() -> Encodings.named("words", encodings))
                .isInstanceOf(ProviderException.class)
                .hasMessageContainingAll(
                        "more than one encoding is named 'words'", "SecondEncoding", "internal.WordsEncoding");
    }

    @Test
    void anExecutorForAnotherVersionIsRefusedWhenTheEngineIsMade() throws IOException {
        Executor old = Executors.named("old", loader(Executor.class, "OldExecutor"));
        assertThatThrownBy(() -> Engine.create(EngineConfig.DEFAULT, old))
                .isInstanceOf(ProviderException.class)
                .hasMessageContainingAll(
                        "executor 'old'", "OldExecutor", "built for version 1", "this is version " + Isa.version());
        Executors.all().values().forEach(each -> assertThat(each.isaVersion()).isEqualTo(Isa.version()));
    }

    @Test
    void anEncodingForAnotherVersionIsRefusedWhenItIsLookedUp() throws IOException {
        ClassLoader plugins = loader(Encoding.class, "OldEncoding", "PluginEncoding");
        assertThatThrownBy(() -> Encodings.named("old", plugins))
                .isInstanceOf(ProviderException.class)
                .hasMessageContainingAll(
                        "encoding 'old'", "OldEncoding", "built for version 1", "this is version " + Isa.version());
        assertThat(Encodings.all(plugins)).containsKeys("plug-in", "words").doesNotContainKey("old");
        Encodings.all().values().forEach(each -> assertThat(each.isaVersion()).isEqualTo(Isa.version()));
    }

    @Test
    void linkingToNullIsATypedError() throws IOException {
        byte[] wasm = new ModuleBuilder()
                .function("f", "-> i32", code -> code.i32Const(3))
                .build();
        ClassLoader plugins = loader(Executor.class, "NullExecutor", "PluginExecutor");
        Engine good = Engine.create(EngineConfig.DEFAULT, Executors.named("plug-in", plugins));
        assertThat(instance(good, wasm).function("f").call()).containsExactly(Value.i32(3));
        Instance bad = instance(Engine.create(EngineConfig.DEFAULT, Executors.named("null", plugins)), wasm);
        assertThatThrownBy(() -> bad.function("f").call())
                .isInstanceOf(ProviderException.class)
                .hasMessageContainingAll("executor 'null'", "NullExecutor", "links code to null");
    }

    private static Instance instance(Engine engine, byte[] wasm) {
        return new Linker().instantiate(engine.newStore(), Translator.translate(wasm));
    }
}
