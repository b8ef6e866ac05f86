// The widest vector of the instruction set that this file is compiled for, by GCC's and Clang's vector extensions.
// The micro-kernel's shape follows from the number of its registers. Everything here has internal linkage: the linker
// must never pick a function that was compiled for a newer processor.
#pragma once
#include <cstdint>

#ifdef __clang__
#define THAW_UNROLL _Pragma("unroll")
#else
#define THAW_UNROLL _Pragma("GCC unroll 16")
#endif

namespace {

// The products take `rows` lines of inputs and `wide` vectors of filters at once: rows * wide registers of sums.
#if defined(__AVX512F__)
constexpr int lanes = 16, rows = 12, wide = 2;  // 24 of 32
#elif defined(__AVX__)
constexpr int lanes = 8, rows = 6, wide = 2;  // 12 of 16
#elif defined(__aarch64__)
constexpr int lanes = 4, rows = 6, wide = 4;  // 24 of 32
#else
constexpr int lanes = 4, rows = 4, wide = 2;  // 8 of 16
#endif
constexpr int panel = wide * lanes;

inline int64_t panelsOf(int64_t filters) { return (filters + panel - 1) / panel; }

typedef float Vector __attribute__((vector_size(lanes * sizeof(float)), aligned(alignof(float)), may_alias));

/** As many numbers in double precision, in two registers. */
typedef double Doubles __attribute__((vector_size(lanes * sizeof(double))));

inline Vector load(const float* from) { return *reinterpret_cast<const Vector*>(from); }
inline void store(float* to, Vector value) { *reinterpret_cast<Vector*>(to) = value; }

/** max(value, 0) that keeps NaN: the comparison is false for it. */
inline Vector rectify(Vector value) {
  const Vector zero = {};
  return zero > value ? zero : value;
}

/** The larger of two, NaN if either is. */
inline Vector larger(Vector a, Vector b) {
  const Vector most = a > b ? a : b;  // b where either is NaN
  return a == a ? most : a;
}

}  // namespace
