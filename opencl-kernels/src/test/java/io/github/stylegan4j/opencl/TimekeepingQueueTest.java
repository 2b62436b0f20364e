package io.github.stylegan4j.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A device that cannot be timed, or cannot any more, computes all the same. */
class TimekeepingQueueTest {
    private final Session session =
            new Session(TestDevice.find(), Variant.of(TestDevice.find().traits().kind()));

    @AfterEach
    void close() {
        session.close();
    }

    private DriverQueue open(TimekeepingQueue.Timed second) {
        return TimekeepingQueue.open(session.context(), session.device(), second);
    }

    @Test
    void placesAreToldInOrder() {
        DriverQueue queue = open(TimekeepingQueue::timed);
        List<Long> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertTrue(queue.note(told::add));
        }
        queue.finish();
        assertEquals(5, told.size());
        assertEquals(told.stream().sorted().toList(), told);
        queue.close();
    }

    @Test
    void whereNoSecondQueueCanBeHadNoTimeIsKept() {
        DriverQueue queue =
                open(
                        (context, device) -> {
                            throw new CLException("no profiling", CL.CL_INVALID_QUEUE_PROPERTIES);
                        });
        assertFalse(queue.note(nanos -> {}));
        queue.finish();
        queue.close();
    }

    @Test
    void aClockThatFailsIsGivenUp() {
        List<cl_event> asked = new ArrayList<>();
        DriverQueue queue =
                open(
                        (context, device) ->
                                new DriverQueue(context, device, CL.CL_QUEUE_PROFILING_ENABLE) {
                                    @Override
                                    cl_event marker(cl_event after) {
                                        asked.add(after);
                                        if (asked.size() == 3) {
                                            throw new CLException(
                                                    "no more", CL.CL_OUT_OF_HOST_MEMORY);
                                        }
                                        return super.marker(after);
                                    }
                                });
        List<Long> told = new ArrayList<>();
        assertTrue(queue.note(told::add));
        assertTrue(queue.note(told::add));
        assertFalse(queue.note(told::add));
        assertFalse(queue.note(told::add));
        queue.finish();
        assertEquals(3, asked.size());
        assertEquals(List.of(), told, "what was outstanding is not told of either");
        queue.close();
    }
}
