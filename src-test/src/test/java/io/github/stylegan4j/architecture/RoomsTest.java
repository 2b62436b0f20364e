package io.github.stylegan4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which. */
@AnalyzeClasses(packages = RoomsTest.ROOT, importOptions = DoNotIncludeTests.class)
class RoomsTest {
    static final String ROOT = "io.github.stylegan4j";

    /** Backends have no layer that may access them: they are found by ServiceLoader. */
    @ArchTest
    static final ArchRule ARROWS =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("array")
                    .definedBy(ROOT + ".array..")
                    .layer("tuning")
                    .definedBy(ROOT + ".tuning..")
                    .layer("profile")
                    .definedBy(ROOT + ".profile..")
                    .layer("spi")
                    .definedBy(ROOT + ".spi..")
                    .layer("tensor")
                    .definedBy(ROOT + ".tensor")
                    .layer("fused")
                    .definedBy(ROOT + ".tensor.fused..")
                    .layer("host")
                    .definedBy(ROOT + ".host..")
                    .layer("cpu")
                    .definedBy(ROOT + ".cpu..")
                    .layer("reference")
                    .definedBy(ROOT + ".reference..")
                    .layer("opencl")
                    .definedBy(ROOT + ".opencl..")
                    .layer("io")
                    .definedBy(ROOT + ".io..")
                    .layer("autograd")
                    .definedBy(ROOT + ".autograd..", ROOT + ".nn..", ROOT + ".optim..")
                    .layer("stylegan")
                    .definedBy(ROOT + ".stylegan..")
                    .layer("train")
                    .definedBy(ROOT + ".train..")
                    .withOptionalLayers(true)
                    .ensureAllClassesAreContainedInArchitecture()
                    .whereLayer("array")
                    .mayNotAccessAnyLayer()
                    .whereLayer("tuning")
                    .mayOnlyAccessLayers("io")
                    .whereLayer("spi")
                    .mayOnlyAccessLayers("array", "tuning", "profile")
                    .whereLayer("profile")
                    .mayOnlyAccessLayers("io")
                    .whereLayer("io")
                    .mayOnlyAccessLayers("array")
                    .whereLayer("tensor")
                    .mayOnlyAccessLayers("array", "spi")
                    .whereLayer("fused")
                    .mayOnlyAccessLayers("array", "spi", "tensor")
                    .whereLayer("host")
                    .mayOnlyAccessLayers("array", "spi")
                    .whereLayer("cpu")
                    .mayOnlyAccessLayers(
                            "array",
                            "tuning",
                            "profile",
                            "spi",
                            "tensor",
                            "fused",
                            "host",
                            "reference")
                    .whereLayer("reference")
                    .mayOnlyAccessLayers("array", "spi", "tensor", "fused", "host")
                    .whereLayer("opencl")
                    .mayOnlyAccessLayers(
                            "array", "tuning", "profile", "spi", "io", "tensor", "fused")
                    .whereLayer("autograd")
                    .mayOnlyAccessLayers("array", "spi", "io", "tensor", "fused")
                    .whereLayer("stylegan")
                    .mayOnlyAccessLayers(
                            "tuning", "array", "spi", "io", "tensor", "fused", "autograd")
                    .whereLayer("train")
                    .mayOnlyAccessLayers(
                            "array",
                            "tuning",
                            "profile",
                            "spi",
                            "io",
                            "tensor",
                            "fused",
                            "autograd",
                            "stylegan");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_BACKEND_KNOWS_OPENCL =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".opencl..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.jocl..");

    @ArchTest
    static final ArchRule THE_ENGINE_NEEDS_NO_LIBRARY_BUT_A_LOGGING_API =
            classes()
                    .that()
                    .resideOutsideOfPackages(ROOT + ".opencl..", ROOT + ".train..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            ROOT + "..",
                            "java..",
                            "jdk.incubator.vector..",
                            "org.slf4j..",
                            "org.jspecify.annotations..");
}
