package org.wasmi.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.lang.module.ModuleDescriptor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wasmi.wasi.WasiConfig;

/** What keeps the modules swappable; see docs/architecture.md. */
final class ArchitectureTest {
    /** Methods and constructors that take it are for its module alone. */
    private static final String KEY = "org.wasmi.exec.internal.store.HostApi";

    private static JavaClasses classes;

    @BeforeAll
    static void importPublishedModules() {
        List<Location> locations = Modules.find().values().stream()
                .map(module -> Location.of(module.location().orElseThrow()))
                .toList();
        classes = new ClassFileImporter().importLocations(locations);
        for (String module : Modules.PUBLISHED) {
            assertThat(classes.stream().filter(type -> type.getPackageName().startsWith(module)))
                    .as("classes of %s", module)
                    .isNotEmpty();
        }
    }

    /** Core modules run on the JDK alone; JSpecify's annotations are not needed at run time. */
    @TestFactory
    Stream<DynamicTest> coreModulesDependOnlyOn() {
        return Stream.of(
                dependsOnlyOn("org.wasmi.encoding"),
                dependsOnlyOn("org.wasmi.translate", "org.wasmi.encoding.."),
                dependsOnlyOn("org.wasmi.exec", "org.wasmi.encoding.."),
                dependsOnlyOn(
                        "org.wasmi.debug",
                        "org.wasmi.exec..",
                        "org.wasmi.encoding..",
                        "org.wasmi.text..",
                        "org.wasmi.translate..",
                        "com.fasterxml.jackson.."),
                dependsOnlyOn(
                        "org.wasmi.micrometer", "org.wasmi.exec..", "org.wasmi.encoding..", "io.micrometer.core.."),
                dependsOnlyOn("org.wasmi.profile", "org.wasmi.exec..", "org.wasmi.encoding..", "jdk.jfr.."),
                dependsOnlyOn("org.wasmi.text"),
                dependsOnlyOn(
                        "org.wasmi.jit",
                        "org.wasmi.exec..",
                        "org.wasmi.encoding..",
                        "org.objectweb.asm..",
                        "jdk.jfr.."),
                dependsOnlyOn("org.wasmi.wasi", "org.wasmi.exec..", "org.wasmi.encoding.."),
                dependsOnlyOn("org.wasmi.emscripten", "org.wasmi.wasi..", "org.wasmi.exec..", "org.wasmi.encoding.."));
    }

    private static DynamicTest dependsOnlyOn(String module, String... others) {
        String[] allowed = Stream.concat(
                        Stream.of(module + "..", "java..", "org.jspecify.annotations.."), Stream.of(others))
                .toArray(String[]::new);
        return DynamicTest.dynamicTest(module, () -> classes()
                .that()
                .resideInAPackage(module + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(classes));
    }

    @TestFactory
    Stream<DynamicTest> internalsStayInTheirModule() {
        return Modules.PUBLISHED.stream()
                .map(module -> DynamicTest.dynamicTest(module, () -> noClasses()
                        .that()
                        .resideOutsideOfPackage(module + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(module + ".internal..")
                        .check(classes)));
    }

    /** They are optional dependencies of the testkit, and not on the class path of the command line. */
    @Test
    void theCommandLineNeedsNoTestFramework() {
        noClasses()
                .that()
                .resideInAPackage("org.wasmi.cli..")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAnyPackage("org.junit..", "net.jqwik..", "org.assertj..")
                .check(classes);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.wasmi.(**)").should().beFreeOfCycles().check(classes);
    }

    /** Instead of javac's lint "exports", which counts annotations too. */
    @Test
    void whatIsExportedSpeaksOfNothingThatIsNot() {
        Set<String> exported = Modules.find().values().stream()
                .flatMap(module -> module.descriptor().exports().stream())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        assertThat(exported).contains("org.wasmi.encoding", "org.wasmi.exec");
        Set<String> hidden = new TreeSet<>();
        for (JavaClass type : classes) {
            if (exported.contains(type.getPackageName()) && type.getModifiers().contains(JavaModifier.PUBLIC)) {
                signatures(type, exported)
                        .map(JavaClass::getBaseComponentType)
                        .filter(each -> each.getPackageName().startsWith("org.wasmi."))
                        .filter(each -> !exported.contains(each.getPackageName())
                                || !each.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(each -> hidden.add(type.getName() + " speaks of " + each.getName()));
            }
        }
        assertThat(hidden).isEmpty();
    }

    /** The types of what a type's users see of it: fields, parameters, results. */
    private static Stream<JavaClass> signatures(JavaClass type, Set<String> exported) {
        boolean extensible = isExtensible(type, exported);
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(each -> isAccessible(each, extensible))
                .map(JavaField::getRawType);
        Stream<JavaClass> methods = type.getCodeUnits().stream()
                .filter(each -> isAccessible(each, extensible))
                .filter(each -> each.getRawParameterTypes().stream()
                        .noneMatch(parameter -> parameter.getName().equals(KEY)))
                .flatMap(each ->
                        Stream.concat(Stream.of(each.getRawReturnType()), each.getRawParameterTypes().stream()));
        return Stream.concat(fields, methods);
    }

    /** {@return whether other modules can extend a class: nobody else has what some constructors take} */
    private static boolean isExtensible(JavaClass type, Set<String> exported) {
        return !type.getModifiers().contains(JavaModifier.FINAL)
                && type.getConstructors().stream()
                        .filter(each -> isAccessible(each, true))
                        .anyMatch(each -> each.getRawParameterTypes().stream()
                                .map(JavaClass::getPackageName)
                                .allMatch(name -> !name.startsWith("org.wasmi.") || exported.contains(name)));
    }

    private static boolean isAccessible(JavaMember member, boolean extensible) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return !modifiers.contains(JavaModifier.SYNTHETIC)
                && (modifiers.contains(JavaModifier.PUBLIC)
                        || (extensible && modifiers.contains(JavaModifier.PROTECTED)));
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> packages = new TreeSet<>();
        Set<String> unmarked = new TreeSet<>();
        for (JavaPackage each : classes.getPackage("org.wasmi").getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty()) {
                packages.add(each.getName());
                if (!each.isAnnotatedWith(NullMarked.class)) {
                    unmarked.add(each.getName());
                }
            }
        }
        assertThat(packages).containsAll(Modules.PUBLISHED);
        assertThat(unmarked).as("packages without @NullMarked").isEmpty();
    }

    /** Only a caller that asks for it ({@link WasiConfig#inheritStdio}) lets a guest have them. */
    @Test
    void librariesLeaveTheStandardStreamsAlone() {
        noClasses()
                .that(not(resideInAnyPackage("org.wasmi.cli..")))
                .and(not(equivalentTo(WasiConfig.class)))
                .should(ACCESS_STANDARD_STREAMS)
                .check(classes);
    }

    @Test
    void nothingReachesIntoTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
                .check(classes);
    }
}
