// The multiply-add limit of a device: v = v * a + b, over and over, of vectors in registers, as many
// as keep two units busy that take four cycles each, and two more.
//
// Layout:  y has an element for each work-item.

__kernel void multiply_adds(const int rounds, const real a, const real b, __global real* y) {
    const real8 s = (real8)(a);
    const real8 t = (real8)(b);
    real8 v[10];
#pragma unroll
    for (int k = 0; k < 10; k++) {
        v[k] = (real8)(get_global_id(0) + (real)k);
    }
    for (int i = 0; i < rounds; i++) {
#pragma unroll
        for (int k = 0; k < 10; k++) {
            v[k] = fma(v[k], s, t);
        }
    }
    real8 sum = v[0];
#pragma unroll
    for (int k = 1; k < 10; k++) {
        sum += v[k];
    }
    y[get_global_id(0)] = total(sum);
}
