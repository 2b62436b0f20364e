package io.github.stylegan4j.train.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ProcessAgeTest {
    @Test
    void theStartIsReadBehindANameWithBlanksAndBrackets() {
        String state =
                "4711 (my (own) java) S 1 4711 4711 0 -1 4194304 100 0 0 0 5 2 0 0 20 0 12 0"
                        + " 123456 987654321 1000 18446744073709551615 0";

        assertEquals(1300.25 - 1234.56, ProcessAge.of(state, "1300.25 2400.50\n"), 1e-9);
    }

    @Test
    void aProcessIsOlderThanItsVirtualMachine() {
        double machine = ManagementFactory.getRuntimeMXBean().getUptime() * 1e-3;
        double age = ProcessAge.seconds();

        // Either clock counts in steps.
        assertTrue(age > machine - 0.05, () -> age + " s, the virtual machine " + machine);
    }
}
