package io.github.stylegan4j.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** What no class of the library does, wherever it lives. */
@AnalyzeClasses(packages = RoomsTest.ROOT, importOptions = DoNotIncludeTests.class)
class CodingRulesTest {
    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(RoomsTest.ROOT + ".train.cli..")
                    .should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule LOGGING_GOES_THROUGH_SLF4J = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule RANDOM_NUMBERS_ARE_COUNTER_BASED =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class)
                    .orShould()
                    .callMethod(Math.class, "random")
                    .because("a run must repeat from its seed on every backend");

    @ArchTest
    static final ArchRule NOTHING_IS_SERIALIZED_BY_JAVA =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(
                            Serializable.class, ObjectInputStream.class, ObjectOutputStream.class)
                    .because("files are safetensors, npy and JSON");

    @ArchTest
    static final ArchRule NO_GLOBAL_MUTABLE_STATE =
            fields().that().areStatic().should().beFinal().because("two trainers share a JVM");
}
