// Declares the built-in functions that coarse kernels call in single precision, for PoCL. PoCL puts
// a header of 18,000 lines in front of every program, and reading it takes most of the time of a
// build; its guard is defined in the options instead ("Programs"), which leaves the types of OpenCL
// C and takes away all functions. A kernel that calls another function is compiled with the whole
// header.

#define PURE __attribute__((overloadable, const))
#define READS __attribute__((overloadable, pure))
#define WRITES __attribute__((overloadable))

size_t PURE get_global_id(uint);
size_t PURE get_group_id(uint);
size_t PURE get_num_groups(uint);
uint PURE mul_hi(uint, uint);
uint8 PURE mul_hi(uint8, uint8);
int WRITES atomic_inc(volatile __global int*);

int PURE min(int, int);
int PURE max(int, int);
long PURE min(long, long);
long PURE max(long, long);

#define OF_ONE(name) \
    float PURE name(float); \
    float8 PURE name(float8);
OF_ONE(exp)
OF_ONE(log)
OF_ONE(log1p)
OF_ONE(sqrt)
OF_ONE(floor)
OF_ONE(fabs)
OF_ONE(sin)
OF_ONE(cos)
OF_ONE(sinpi)
OF_ONE(cospi)
OF_ONE(tanh)

float PURE convert_float(float);
float8 PURE convert_float8(float8);
float8 PURE convert_float8(uint8);

#define OF_TWO(name) \
    float PURE name(float, float); \
    float8 PURE name(float8, float8);
OF_TWO(fmax)
OF_TWO(pow)

float PURE fma(float, float, float);
float4 PURE fma(float4, float4, float4);
float8 PURE fma(float8, float8, float8);
float16 PURE fma(float16, float16, float16);
float8 PURE select(float8, float8, int8);
int PURE isnan(float);
int8 PURE isnan(float8);
int PURE isfinite(float);
int8 PURE isfinite(float8);

#define LOAD_AND_STORE(T, count) \
    T##count READS vload##count(size_t, const __global T*); \
    T##count READS vload##count(size_t, const __constant T*); \
    T##count READS vload##count(size_t, const __private T*); \
    void WRITES vstore##count(T##count, size_t, __global T*); \
    void WRITES vstore##count(T##count, size_t, __private T*);
LOAD_AND_STORE(float, 2)
LOAD_AND_STORE(float, 4)
LOAD_AND_STORE(float, 8)
LOAD_AND_STORE(float, 16)
LOAD_AND_STORE(int, 8)

#undef PURE
#undef READS
#undef WRITES
#undef OF_ONE
#undef OF_TWO
#undef LOAD_AND_STORE
