// How a convolution's tiles are divided among threads, and the memory that takes. Each output's sums run in an order
// that depends on nothing here, so the result is the same to the bit however the work is divided.
#pragma once
#include <algorithm>

#include "convolution.h"

namespace thaw {

/**
 * A transformed kernel that the caches hold is gone through once for each small block of tiles, each thread by itself,
 * its scratch in its own cache. A larger kernel would come from memory each time: there all threads share a large block
 * and the kernel between them, one phase after the other.
 */
struct Schedule {
  bool shared;
  int64_t tiles, block;      // tiles in all, and at once
  int64_t copies;            // of the scratch: one a thread, or one
  int64_t vStride, mStride;  // floats from one point to the next in v and in m
  int64_t scratch;           // floats in all
};

/** Products that a tile needs for each channel and filter: (tile + 2)^2, or the nine taps of direct convolution. */
inline constexpr int64_t pointsOf(int64_t tile) { return tile == 1 ? 9 : (tile + 2) * (tile + 2); }

inline int64_t panelsOf(const Arithmetic& arithmetic, int64_t filters) {
  return (filters + arithmetic.panel - 1) / arithmetic.panel;
}

/** The floats of a transformed kernel. */
inline int64_t kernelFloats(const Arithmetic& arithmetic, int64_t tile, int64_t channels, int64_t filters) {
  return pointsOf(tile) * channels * panelsOf(arithmetic, filters) * arithmetic.panel;
}

/**
 * `threads`: how many may run at once. The scratch depends on them and on the channels, not on the batch or the
 * picture; direct convolution's is three rows of a picture for each thread.
 */
inline Schedule scheduleOf(const Convolution& s, const Arithmetic& arithmetic, int64_t threads) {
  constexpr int64_t smallKernel = 12 << 20, smallBlock = 24, largeBlock = 384;
  Schedule schedule = {};
  if (s.tile == 1) {
    schedule.copies = threads;
    schedule.vStride = 3 * (s.width + 2 * s.padding) * s.channels;
    schedule.scratch = schedule.copies * schedule.vStride;
    return schedule;
  }
  const int64_t points = pointsOf(s.tile), rows = arithmetic.rows;
  const int64_t kernelBytes = kernelFloats(arithmetic, s.tile, s.channels, s.filters) * int64_t{sizeof(float)};
  schedule.tiles = s.batch * s.tilesDown * s.tilesAcross;
  schedule.shared = kernelBytes > smallKernel;
  const int64_t fair = (schedule.tiles + threads * rows - 1) / (threads * rows) * rows;
  schedule.block = schedule.shared ? std::min(schedule.tiles, largeBlock) : std::min(fair, smallBlock);
  schedule.copies = schedule.shared ? 1 : threads;
  schedule.vStride = schedule.block * s.channels + 16;  // + 16: not always the same set of the cache
  schedule.mStride = schedule.block * panelsOf(arithmetic, s.filters) * arithmetic.panel + 16;
  schedule.scratch = schedule.copies * points * (schedule.vStride + schedule.mStride);
  return schedule;
}

/** Runs it. `parallel(total, atOnce, work)` calls work(first, last, copy) for parts of [0, total), `copy` < copies. */
template <class Parallel>
void convolve(const Convolution& s, const Arithmetic& arithmetic, const Schedule& schedule, float* scratch,
              const Parallel& parallel) {
  if (s.tile == 1) {
    const int64_t total = s.batch * s.outHeight;
    parallel(total, std::max<int64_t>(1, total / (8 * schedule.copies)),
             [&](int64_t first, int64_t last, int64_t copy) {
               arithmetic.direct(s, first, last, scratch + copy * schedule.vStride);
             });
    return;
  }
  const Transforms& transforms = arithmetic.transforms[s.tile];
  const int64_t points = pointsOf(s.tile), pieces = points * panelsOf(arithmetic, s.filters);
  const int64_t vFloats = points * schedule.vStride, mFloats = points * schedule.mStride;
  if (!schedule.shared) {
    const int64_t blocks = (schedule.tiles + schedule.block - 1) / schedule.block;
    parallel(blocks, 1, [&](int64_t first, int64_t last, int64_t copy) {
      float *const v = scratch + copy * (vFloats + mFloats), *const m = v + vFloats;
      for (int64_t i = first; i < last; i++) {
        const int64_t start = i * schedule.block, tiles = std::min(schedule.block, schedule.tiles - start);
        transforms.input(s, start, 0, tiles, v, schedule.vStride, s.channels);
        arithmetic.multiply(s, 0, pieces, tiles, v, schedule.vStride, s.channels, m, schedule.mStride);
        transforms.output(s, start, 0, tiles, m, schedule.mStride);
      }
    });
    return;
  }
  float *const v = scratch, *const m = v + vFloats;
  for (int64_t start = 0; start < schedule.tiles; start += schedule.block) {
    const int64_t tiles = std::min(schedule.block, schedule.tiles - start);
    parallel(tiles, 6, [&](int64_t first, int64_t last, int64_t) {
      transforms.input(s, start, first, last, v, schedule.vStride, s.channels);
    });
    parallel(pieces, 4, [&](int64_t first, int64_t last, int64_t) {
      arithmetic.multiply(s, first, last, tiles, v, schedule.vStride, s.channels, m, schedule.mStride);
    });
    parallel(tiles, 6, [&](int64_t first, int64_t last, int64_t) {
      transforms.output(s, start, first, last, m, schedule.mStride);
    });
  }
}

}  // namespace thaw
