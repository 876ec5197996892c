package org.wasmi.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmi.exec.HostFunction;
import picocli.CommandLine;

/** The metadata for native images names what is there, and names all of it. */
class NativeImageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path resources(String artifact) {
        return Cli.root(artifact).resolve("src/main/resources");
    }

    private static JsonNode metadata(String artifact) throws IOException {
        return JSON.readTree(resources(artifact)
                .resolve("META-INF/native-image/org.wasmi/" + artifact + "/reachability-metadata.json")
                .toFile());
    }

    /** {@return the names of the classes of one kind of entry} */
    private static List<String> types(String artifact, boolean proxies) throws IOException {
        return Stream.of(metadata(artifact).get("reflection"))
                .flatMap(NativeImageTest::elements)
                .map(entry -> entry.get("type"))
                .filter(type -> type.isObject() == proxies)
                .flatMap(type -> proxies ? elements(type.get("proxy")) : Stream.of(type))
                .map(JsonNode::asText)
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        assertThat(array.isArray()).isTrue();
        return array.valueStream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasmi-encoding", "wasmi-exec", "wasmi-testkit", "wasmi-cli"})
    void whatIsNamedExists(String artifact) throws Exception {
        assertThat(types(artifact, false)).doesNotHaveDuplicates().isNotEmpty();
        for (String each : types(artifact, false)) {
            Class.forName(each, false, getClass().getClassLoader());
        }
        for (String each : types(artifact, true)) {
            assertThat(Class.forName(each)).isInterface();
        }
        for (JsonNode entry : metadata(artifact).get("resources")) {
            var matcher = FileSystems.getDefault()
                    .getPathMatcher("glob:" + entry.get("glob").asText());
            Path folder = resources(artifact);
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.map(folder::relativize)).anyMatch(matcher::matches);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wasmi-encoding", "wasmi-exec", "wasmi-testkit"})
    void allServicesAreNamed(String artifact) throws Exception {
        try (Stream<Path> services = Files.list(resources(artifact).resolve("META-INF/services"))) {
            for (Path each : services.toList()) {
                assertThat(types(artifact, false)).containsAll(Files.readAllLines(each));
                assertThat(metadata(artifact).get("resources").toString())
                        .contains("META-INF/services/" + each.getFileName());
            }
        }
    }

    /** The modules without metadata: nothing in them is found by its name at run time. */
    @ParameterizedTest
    @ValueSource(strings = {"org.wasmi.translate", "org.wasmi.wasi"})
    void othersNeedNone(String module) {
        JavaClasses classes = new ClassFileImporter().importPackages(module);
        assertThat(classes).isNotEmpty();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(MethodHandles.Lookup.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ServiceLoader.class)
                .orShould()
                .callMethodWhere(
                        target(owner(equivalentTo(Class.class))).and(target(nameMatching("forName|getResource.*"))))
                .check(classes);
        assertThat(resources(module.replace("org.wasmi.", "wasmi-"))).doesNotExist();
    }

    @Test
    void allInterfacesForLambdasAreNamed() throws Exception {
        Set<String> interfaces = Arrays.stream(HostFunction.class.getMethods())
                .filter(method -> method.getName().equals("of") && method.getParameterCount() == 1)
                .map(Method::getParameterTypes)
                .map(types -> types[0].getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(interfaces).hasSize(33);
        assertThat(types("wasmi-exec", false)).containsAll(interfaces);
        assertThat(types("wasmi-exec", true)).containsExactlyInAnyOrderElementsOf(interfaces);
    }

    @Test
    void allThatPicocliReflectsOnIsNamed() throws Exception {
        Set<String> reflected = new ClassFileImporter()
                .importPackagesOf(Main.class).stream()
                        .filter(each -> each.isAnnotatedWith(CommandLine.Command.class)
                                || each.getFields().stream()
                                        .anyMatch(field -> field.isAnnotatedWith(CommandLine.Option.class))
                                || each.isAssignableTo(CommandLine.ITypeConverter.class)
                                || each.isAssignableTo(CommandLine.IVersionProvider.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(types("wasmi-cli", false)).containsExactlyInAnyOrderElementsOf(reflected);
    }
}
