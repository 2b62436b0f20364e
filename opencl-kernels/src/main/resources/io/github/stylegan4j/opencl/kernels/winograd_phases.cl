// What PHASES of a kernel there are: 1, or the 4 that doubling by repetition, a 3 x 3 kernel and the
// blur [1, 2, 1] / 4 along both axes make of it. Of the result, pixels (2 i + a, 2 j + b) are a
// convolution of the images before the doubling with kernel 2 a + b: F[a] w F[b]', where
//
//     F[0] = (3 1 0)       F[1] = (1 0 0)
//            (1 3 3) / 4          (3 3 1) / 4
//            (0 0 1)              (0 1 3)
//
// Layout:  nine vectors of taps, row by row.
// Usage:   the host defines PHASES as 4, or nothing.

#ifdef PHASES

// F[0] of three taps a step apart, or F[1], which is the same backwards.
static inline void toLine(float8* taps, const int step, const bool backwards) {
    const float8 first = taps[backwards ? 2 * step : 0];
    const float8 inner = taps[step];
    const float8 last = taps[backwards ? 0 : 2 * step];
    const float8 near = 0.75f * first + 0.25f * inner;
    const float8 far = 0.25f * last;
    taps[0] = backwards ? far : near;
    taps[step] = 0.25f * first + 0.75f * (inner + last);
    taps[2 * step] = backwards ? near : far;
}

static inline void toPhase(float8* taps, const int phase) {
    for (int i = 0; i < 3; i++) {
        toLine(taps + i, 3, phase / 2 == 1);
    }
    for (int i = 0; i < 3; i++) {
        toLine(taps + 3 * i, 1, phase % 2 == 1);
    }
}

#else

#define PHASES 1
#define toPhase(taps, phase)

#endif
