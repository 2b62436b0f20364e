// y[s][r] = COMBINE over the elements j of slice s of PRE(x0, x1) at (r, j).
//
// Layout:  the kept axes count the results r, the reduced ones the elements j; up to eight of each,
//          outermost first, with a stride per input and axis. y is row-major, slice by slice.
// Defines: INPUT_COUNT        1 or 2
//          PRE(V, a, b)       what is combined, for V = a scalar or a vector of eight
//          COMBINE(V, a, b)   associative
//          FIRST              its neutral element
// Assumes: each slice holds sliceLength elements, the last one perhaps fewer, none of them 0.

#if INPUT_COUNT == 1
#define INPUTS(M) M(0)
#define CALL(V) PRE(V, v0, v0)
#else
#define INPUTS(M) M(0) M(1)
#define CALL(V) PRE(V, v0, v1)
#endif

#define PARAMETER(k) __global const real *x##k, const int o##k, const int8 kept##k, const int8 along##k,
#define PARAMETERS \
    const int results, const int elements, const int sliceLength, const int chunk, \
    const int8 keptDims, const int8 dims, INPUTS(PARAMETER) __global real *y, const int oy

#define BASE(k) __global const real* b##k = x##k + o##k + locate(r, keptDims, kept##k);

#ifdef COARSE

#define START(k) \
    int t##k[8]; \
    vstore8(along##k, 0, t##k); \
    __global const real* p##k = b##k + place(index, t##k);
#define AND_NEAR(k) &&(t##k[7] == 0 || t##k[7] == 1)
#define LOAD8(k) const real8 v##k = t##k[7] ? vload8(0, p##k + i) : (real8)(*p##k);
#define LOAD(k) const real v##k = p##k[i * t##k[7]];
#define ALONG(k) p##k += count * t##k[7];
#define CARRY(k) p##k += t##k[a - 1] - d[a] * t##k[a];

static inline real across(const real8 v) {
    const real a = COMBINE(real, COMBINE(real, v.s0, v.s1), COMBINE(real, v.s2, v.s3));
    const real b = COMBINE(real, COMBINE(real, v.s4, v.s5), COMBINE(real, v.s6, v.s7));
    return COMBINE(real, a, b);
}

// One result at a time, along runs of the last reduced axis.
ALONE void rows(PARAMETERS) {
    const int slice = get_global_id(1);
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)results, first + chunk);
    int d[8];
    vstore8(dims, 0, d);
    for (int r = (int)first; r < end; r++) {
        INPUTS(BASE)
        const long from = slice * (long)sliceLength;
        int left = (int)min((long)sliceLength, elements - from);
        int index[8];
        split((int)from, d, index);
        INPUTS(START)
        const bool vectors = true INPUTS(AND_NEAR);
        real8 sum8 = (real8)(FIRST);
        real8 more8 = (real8)(FIRST);
        real sum = FIRST;
        while (left > 0) {
            const int count = min(left, d[7] - index[7]);
            int i = 0;
            if (vectors) {
                for (; i + 16 <= count; i += 8) {
                    {
                        INPUTS(LOAD8)
                        sum8 = COMBINE(real8, sum8, CALL(real8));
                    }
                    i += 8;
                    INPUTS(LOAD8)
                    more8 = COMBINE(real8, more8, CALL(real8));
                }
                for (; i + 8 <= count; i += 8) {
                    INPUTS(LOAD8)
                    sum8 = COMBINE(real8, sum8, CALL(real8));
                }
            }
            for (; i < count; i++) {
                INPUTS(LOAD)
                sum = COMBINE(real, sum, CALL(real));
            }
            left -= count;
            index[7] += count;
            INPUTS(ALONG)
            for (int a = 7; a > 0 && index[a] == d[a]; a--) {
                index[a] = 0;
                index[a - 1]++;
                INPUTS(CARRY)
            }
        }
        const real8 both = COMBINE(real8, sum8, more8);
        y[oy + slice * (long)results + r] = COMBINE(real, sum, across(both));
    }
}

#define BLOCK 64
#define LOAD_BLOCK(k) const real8 v##k = vload8(v, b##k + at##k);
#define FIND(k) \
    const int at##k = place(index, t##k);
#define STRIDES(k) \
    int t##k[8]; \
    vstore8(along##k, 0, t##k);

// Up to 64 vectors of eight results at a time, so that memory is read in long runs; the sums stay in
// the first cache. Assumes that the last kept axis has stride 1 and that its extent, like chunk, is a
// multiple of 64.
ALONE void columns(PARAMETERS) {
    const int slice = get_global_id(1);
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)results, first + chunk);
    int d[8];
    vstore8(dims, 0, d);
    INPUTS(STRIDES)
    const long from = slice * (long)sliceLength;
    const int left = (int)min((long)sliceLength, elements - from);
    int wide;
    for (int r = (int)first; r < end; r += 8 * wide) {
        INPUTS(BASE)
        wide = min(BLOCK, min(end - r, keptDims.s7 - r % keptDims.s7) / 8);
        int index[8];
        split((int)from, d, index);
        real8 sum[BLOCK];
        for (int v = 0; v < wide; v++) {
            sum[v] = (real8)(FIRST);
        }
        for (int j = 0; j < left; j++) {
            INPUTS(FIND)
            for (int v = 0; v < wide; v++) {
                INPUTS(LOAD_BLOCK)
                sum[v] = COMBINE(real8, sum[v], CALL(real8));
            }
            index[7]++;
            for (int a = 7; a > 0 && index[a] == d[a]; a--) {
                index[a] = 0;
                index[a - 1]++;
            }
        }
        for (int v = 0; v < wide; v++) {
            vstore8(sum[v], v, y + oy + slice * (long)results + r);
        }
    }
}

#else

#define LOAD(k) const real v##k = b##k[locate(j, dims, along##k)];

// One work-item per result and slice: for short sums, or neighbours that lie side by side.
__kernel void items(PARAMETERS) {
    const int slice = get_global_id(1);
    const int r = get_global_id(0);
    if (r >= results) {
        return;
    }
    INPUTS(BASE)
    const long from = slice * (long)sliceLength;
    const int end = (int)min((long)elements, from + sliceLength);
    real sum = FIRST;
    for (int j = (int)from; j < end; j++) {
        INPUTS(LOAD)
        sum = COMBINE(real, sum, CALL(real));
    }
    y[oy + slice * (long)results + r] = sum;
}

#define GROUP 256

// One work-group per result and slice.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void groups(PARAMETERS) {
    __local real part[GROUP];
    const int me = get_local_id(0);
    const int r = get_group_id(0);
    const int slice = get_group_id(1);
    INPUTS(BASE)
    const long from = slice * (long)sliceLength;
    const int end = (int)min((long)elements, from + sliceLength);
    real sum = FIRST;
    for (int j = (int)from + me; j < end; j += GROUP) {
        INPUTS(LOAD)
        sum = COMBINE(real, sum, CALL(real));
    }
    part[me] = sum;
    for (int span = GROUP / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (me < span) {
            part[me] = COMBINE(real, part[me], part[me + span]);
        }
    }
    if (me == 0) {
        y[oy + slice * (long)results + r] = part[0];
    }
}

#endif
