package io.github.stylegan4j.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.github.stylegan4j.array.DType;
import io.github.stylegan4j.spi.Backend;
import io.github.stylegan4j.spi.OpSpec;
import io.github.stylegan4j.tensor.Binary;
import io.github.stylegan4j.tensor.BinaryKind;
import io.github.stylegan4j.tensor.FusedOp;
import io.github.stylegan4j.tensor.JointOp;
import io.github.stylegan4j.tensor.Op;
import io.github.stylegan4j.tensor.PrimitiveOp;
import io.github.stylegan4j.tensor.Recomputed;
import io.github.stylegan4j.tensor.Reduce;
import io.github.stylegan4j.tensor.ReduceKind;
import io.github.stylegan4j.tensor.Unary;
import io.github.stylegan4j.tensor.UnaryKind;
import io.github.stylegan4j.tensor.UpdateOp;
import io.github.stylegan4j.tensor.ViewOp;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every operation there is has rows in the catalogue, and every primitive has kernels. */
class CatalogueTest {
    private static Stream<OpSpec> rows() {
        return Stream.of(
                        Catalogue.operations().stream().map(OpCase::op),
                        Catalogue.sources(DType.FLOAT32).stream(),
                        Catalogue.updates().stream().map(UpdateCase::op),
                        Catalogue.joint().stream().map(JointCase::op))
                .flatMap(s -> s);
    }

    private static void primitives(Class<?> type, Set<Class<?>> found) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                primitives(permitted, found);
            }
        } else {
            found.add(type);
        }
    }

    @Test
    void everyPrimitiveHasARow() {
        Set<Class<?>> all = new HashSet<>();
        primitives(PrimitiveOp.class, all);
        assertTrue(all.contains(Unary.class), "the sealed hierarchy was walked");
        requireRows(all);
    }

    @Test
    void everyFusedOperationAndUpdateHasARow() {
        Set<Class<?>> all =
                new ClassFileImporter()
                                .withImportOption(new DoNotIncludeTests())
                                .importPackages("io.github.stylegan4j")
                                .stream()
                                .filter(c -> !c.isInterface())
                                .filter(
                                        c ->
                                                c.isAssignableTo(FusedOp.class)
                                                        || c.isAssignableTo(UpdateOp.class)
                                                        || c.isAssignableTo(JointOp.class))
                                .map(JavaClass::reflect)
                                .collect(Collectors.toSet());
        // It stands for operations that a program chooses, and reaches no backend.
        all.remove(Recomputed.class);
        assertTrue(all.contains(UpdateOp.CopyInto.class), "the classes were found");
        requireRows(all);
    }

    private static void requireRows(Set<Class<?>> operations) {
        Set<Class<?>> listed = rows().map(Object::getClass).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        operations.stream().filter(c -> !listed.contains(c)).forEach(c -> missing.add(c.getName()));
        assertEquals(Set.of(), missing, "operations without a row in the Catalogue");
    }

    @Test
    void everyKindHasARow() {
        assertEquals(Set.of(UnaryKind.values()), kinds(Unary.class, Unary::kind));
        assertEquals(Set.of(BinaryKind.values()), kinds(Binary.class, Binary::kind));
        assertEquals(Set.of(ReduceKind.values()), kinds(Reduce.class, Reduce::kind));
    }

    private static <O extends Op, K> Set<K> kinds(Class<O> type, Function<O, K> kind) {
        return rows().filter(type::isInstance)
                .map(type::cast)
                .map(kind)
                .collect(Collectors.toSet());
    }

    @Test
    void everyDeviceHasAKernelForEveryPrimitive() {
        try (Devices devices = Devices.ofThisMachine()) {
            Set<String> missing = new TreeSet<>();
            devices.typed().forEach(d -> rows().forEach(op -> require(d, op, missing)));
            assertEquals(Set.of(), missing, "devices without a kernel for a primitive");
        }
    }

    private static void require(Devices.Typed d, OpSpec op, Set<String> missing) {
        boolean computes = op instanceof PrimitiveOp && !(op instanceof ViewOp);
        Backend backend = d.backend();
        if ((computes || op instanceof UpdateOp.CopyInto) && !backend.supports(op, d.dtype())) {
            missing.add(d + ": " + op.name());
        }
    }
}
