// y[m, e] = sqrt(variance over the samples of group m of x[., e] + epsilon); sample j of group m is
// number j * groups + m of the minibatch.
//
// Layout: x [samples * groups, size], the elements of a sample side by side, samples sn apart; y
//         [groups, size] contiguous. A work-item computes one element.
__kernel void deviation(const int groups, const int samples, const int size, const real epsilon,
                        __global const real* x, const int ox, const int sn, __global real* y) {
    const long at = get_global_id(0);
    if (at >= groups * (long)size) {
        return;
    }
    const int m = at / size;
    __global const real* p = x + ox + m * sn + at % size;
    const int step = groups * sn;
    real mean = 0;
    for (int j = 0; j < samples; j++) {
        mean += p[j * step];
    }
    mean /= samples;
    real variance = 0;
    for (int j = 0; j < samples; j++) {
        const real d = p[j * step] - mean;
        variance += d * d;
    }
    y[at] = sqrt(variance / samples + epsilon);
}
