package io.github.stylegan4j.opencl;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_mem;

/**
 * Tables of element offsets, made once for each set of extents and strides: they are what turns a
 * convolution into a matrix product.
 */
final class OffsetTables {
    /** Tables go on to a multiple of this, so that kernels may read whole vectors of offsets. */
    private static final int MULTIPLE = 16;

    /** Bytes of tables that are kept between operations; beyond it all are made anew. */
    private static final long MOST_BYTES = 256L << 20;

    private final Session session;
    private final Map<Key, Table> tables = new HashMap<>();
    private long bytes;

    OffsetTables(Session session) {
        this.session = session;
    }

    /**
     * A table on the device.
     *
     * @param memory the offsets, as 32-bit integers
     * @param run 16, 8 or 4 if all aligned stretches of so many offsets count up by one, else 1
     */
    record Table(cl_mem memory, int run) {}

    private record Key(int base, int[] dims, int[] strides) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Key k
                    && base == k.base
                    && Arrays.equals(dims, k.dims)
                    && Arrays.equals(strides, k.strides);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * base + Arrays.hashCode(dims)) + Arrays.hashCode(strides);
        }
    }

    /**
     * The table whose entry {@code i}, counted row-major over the extents, is {@code base} plus the
     * sum of index times stride.
     */
    Table get(int base, int[] dims, int[] strides) {
        Key key = new Key(base, dims, strides);
        Table found = tables.get(key);
        if (found == null) {
            found = create(key);
            tables.put(key, found);
        }
        return found;
    }

    private Table create(Key key) {
        int[] offsets = offsets(key);
        long size = (long) offsets.length * Sizeof.cl_int;
        try {
            cl_mem memory =
                    CL.clCreateBuffer(
                            session.context(),
                            CL.CL_MEM_READ_ONLY | CL.CL_MEM_COPY_HOST_PTR,
                            size,
                            Pointer.to(offsets),
                            null);
            bytes += size;
            return new Table(memory, run(offsets, length(key)));
        } catch (CLException e) {
            throw OpenClException.of("allocating a table of " + offsets.length + " offsets", e);
        }
    }

    private static int length(Key key) {
        int n = 1;
        for (int d : key.dims) {
            n = Math.multiplyExact(n, d);
        }
        return n;
    }

    private static int[] offsets(Key key) {
        int n = length(key);
        int[] table = new int[Math.max(1, (n + MULTIPLE - 1) / MULTIPLE) * MULTIPLE];
        Arrays.fill(table, key.base);
        int[] index = new int[key.dims.length];
        int at = key.base;
        for (int i = 0; i < n; i++) {
            table[i] = at;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                at += key.strides[axis];
                if (++index[axis] < key.dims[axis]) {
                    break;
                }
                at -= key.dims[axis] * key.strides[axis];
                index[axis] = 0;
            }
        }
        return table;
    }

    private static int run(int[] table, int length) {
        for (int run = MULTIPLE; run >= 4; run /= 2) {
            if (countsUp(table, length / MULTIPLE * MULTIPLE, run)) {
                return run;
            }
        }
        return 1;
    }

    private static boolean countsUp(int[] table, int length, int run) {
        for (int i = 0; i < length; i++) {
            if (i % run != 0 && table[i] != table[i - 1] + 1) {
                return false;
            }
        }
        return true;
    }

    /**
     * Forgets all tables if there are too many; to be called between operations, since one may hold
     * several tables before it starts a kernel.
     */
    void bound() {
        if (bytes > MOST_BYTES) {
            clear();
        }
    }

    /** Forgets all tables; the driver keeps those that commands under way still read. */
    void clear() {
        tables.values()
                .forEach(t -> session.release("A table", () -> CL.clReleaseMemObject(t.memory())));
        tables.clear();
        bytes = 0;
    }
}
