// One pass over many tensors at once: the optimizer, running averages, sums, and whether all
// elements are finite.
//
// Layout:  up to eight tensors in slots; the operands of a slot are contiguous, n elements each. A
//          work-group does one piece, "chunk" elements of one tensor; slot k has the pieces from
//          first<k> on. A slot that is not used begins at INT_MAX.
// Defines: ADAM, LERP, ADD or FINITE   what is done
//          GROUP   TILED only: work-items per piece, a power of two
// Assumes: chunk is a multiple of 8, so that an element is treated alike whatever is in the other
//          slots; no target shares memory with another.

#define SLOTS(M) M(0) M(1) M(2) M(3) M(4) M(5) M(6) M(7)
#if defined(ADAM)
#define OPERANDS(M, k) M(p, k) M(m, k) M(v, k) M(g, k)
#define CONSTANTS \
    const real beta1, const real beta2, const real epsilon, __global const real *state
#elif defined(LERP)
#define OPERANDS(M, k) M(y, k) M(x, k)
#define CONSTANTS const real t
#elif defined(ADD)
#define OPERANDS(M, k) M(y, k) M(x, k)
#define CONSTANTS const real unused
#else
#define OPERANDS(M, k) M(x, k)
#define CONSTANTS __global real *flags, const int firstFlag
#endif
#define OPERAND(name, k) , __global real *name##k, const int name##Offset##k
#define SLOT(k) , const int first##k, const int n##k OPERANDS(OPERAND, k)
#define DECLARE(name, k) __global real* name = name##k + name##Offset##k;
#define TAKE(name, k) name = name##k + name##Offset##k;
#define CHOOSE(k) \
    if (piece >= first##k) { \
        first = first##k; \
        n = n##k; \
        OPERANDS(TAKE, k) \
    }

#if defined(ADAM)
#define STEP(V, LOAD, STORE) \
    { \
        const V grad = LOAD(0, g + i); \
        const V mean = beta1 * LOAD(0, m + i) + (1 - beta1) * grad; \
        const V square = beta2 * LOAD(0, v + i) + (1 - beta2) * grad * grad; \
        STORE(mean, 0, m + i); \
        STORE(square, 0, v + i); \
        STORE(LOAD(0, p + i) - rate * mean / (sqrt(square) + epsilon), 0, p + i); \
    }
#elif defined(LERP)
#define STEP(V, LOAD, STORE) \
    { \
        const V old = LOAD(0, y + i); \
        STORE(old + (LOAD(0, x + i) - old) * t, 0, y + i); \
    }
#elif defined(ADD)
#define STEP(V, LOAD, STORE) STORE(LOAD(0, y + i) + LOAD(0, x + i), 0, y + i);
#else
// What is finite gives 0 times itself; what is not gives NaN, which stays in the sum.
#define STEP(V, LOAD, STORE) sum##V += LOAD(0, x + i) * 0;
#endif
#define LOAD_ONE(offset, from) (*(from))
#define STORE_ONE(value, offset, to) (*(to) = (value))

#ifdef COARSE
#define KERNEL ALONE
#else
#define KERNEL __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
#endif

KERNEL void many(const int chunk, CONSTANTS SLOTS(SLOT)) {
#ifdef ADAM
    if (state[0] == 0) {
        return;
    }
    const real rate = state[1];
#endif
    const int piece = get_group_id(0);
    int first = first0;
    int n = n0;
    OPERANDS(DECLARE, 0)
    SLOTS(CHOOSE)
    const long from = (piece - first) * (long)chunk;
    const int end = (int)min((long)n, from + chunk);
#ifdef FINITE
    real sumreal = 0;
#endif
#ifdef COARSE
    int i = (int)from;
#ifdef FINITE
    real8 sumreal8 = (real8)(0);
#endif
    for (; i + 8 <= end; i += 8) {
        STEP(real8, vload8, vstore8)
    }
    for (; i < end; i++) {
        STEP(real, LOAD_ONE, STORE_ONE)
    }
#ifdef FINITE
    flags[firstFlag + piece] = isnan(sumreal + total(sumreal8)) ? 0 : 1;
#endif
#else
    for (int i = (int)from + get_local_id(0); i < end; i += GROUP) {
        STEP(real, LOAD_ONE, STORE_ONE)
    }
#ifdef FINITE
    __local real part[GROUP];
    const int me = get_local_id(0);
    part[me] = sumreal;
    for (int span = GROUP / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (me < span) {
            part[me] += part[me + span];
        }
    }
    if (me == 0) {
        flags[firstFlag + piece] = isnan(part[0]) ? 0 : 1;
    }
#endif
#endif
}

#ifdef ADAM
// Before the pieces: multiplies the powers of the betas by them, if all gradients are finite.
//
// Layout: state [2] = (whether to step, learning rate times the corrections of bias).
__kernel void advance(__global real* powers, const int oPowers, __global const real* finite,
                      const int oFinite, const real beta1, const real beta2, const real rate,
                      __global real* state) {
    const bool go = finite[oFinite] != 0;
    state[0] = go ? 1 : 0;
    if (go) {
        const real power1 = powers[oPowers] * beta1;
        const real power2 = powers[oPowers + 1] * beta2;
        powers[oPowers] = power1;
        powers[oPowers + 1] = power2;
        state[1] = rate * sqrt(1 - power2) / (1 - power1);
    }
}
#endif
