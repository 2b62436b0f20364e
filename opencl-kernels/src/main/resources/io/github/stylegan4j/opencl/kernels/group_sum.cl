// TILED only: a kernel whose work-groups of GROUP work-items, a power of two, share something.
#define TOGETHER __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))

// The sum of one number of each work-item of a group; every work-item gets it.
static inline real shared(const real mine, __local real* part) {
    const int me = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    part[me] = mine;
    for (int span = GROUP / 2; span > 0; span /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (me < span) {
            part[me] += part[me + span];
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    return part[0];
}
