// Adam: first "advance" once for all parameters, then "adjust" for each.
//
// Layout: parameters and moments contiguous; state [2] = (whether to step, learning rate times the
//         corrections of bias).

// Multiplies the powers of the betas by them, if all gradients are finite.
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

#define STEP(V, LOAD, STORE) \
    { \
        const V grad = LOAD(0, g + i); \
        const V mean = beta1 * LOAD(0, m + i) + (1 - beta1) * grad; \
        const V square = beta2 * LOAD(0, v + i) + (1 - beta2) * grad * grad; \
        STORE(mean, 0, m + i); \
        STORE(square, 0, v + i); \
        STORE(LOAD(0, p + i) - rate * mean / (sqrt(square) + epsilon), 0, p + i); \
    }
#define LOAD_ONE(offset, from) (*(from))
#define STORE_ONE(value, offset, to) (*(to) = (value))

#ifdef COARSE
ALONE
#else
__kernel
#endif
void adjust(const int n, const int chunk, __global real* p, const int op, __global real* m,
          const int om, __global real* v, const int ov, __global const real* g, const int og,
          const real beta1, const real beta2, const real epsilon, __global const real* state) {
    if (state[0] == 0) {
        return;
    }
    const real rate = state[1];
    p += op;
    m += om;
    v += ov;
    g += og;
#ifdef COARSE
    const long first = get_global_id(0) * (long)chunk;
    const int end = (int)min((long)n, first + chunk);
    int i = (int)first;
    for (; i + 8 <= end; i += 8) {
        STEP(real8, vload8, vstore8)
    }
    for (; i < end; i++) {
        STEP(real, LOAD_ONE, STORE_ONE)
    }
#else
    const size_t i = get_global_id(0);
    if (i < (size_t)n) {
        STEP(real, LOAD_ONE, STORE_ONE)
    }
#endif
}
