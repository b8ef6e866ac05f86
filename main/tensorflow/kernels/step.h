// Convolutions whose kernel changes with each step of training, and its gradient: a large kernel's transform is never
// whole in memory. All threads share a block of transformed tiles; each takes some filters ("a part", mostly one panel),
// transforms their kernel, and goes with it over the block, in its own cache. Each output's sums run in an order that
// depends on the shape alone, so the result is the same to the bit on any number of threads.
#pragma once
#include "schedule.h"

namespace thaw {

struct StepSchedule {
  int64_t parts;  // of the filters
  int64_t width;  // filters of a part, a panel; the last has also those that are left over
  int64_t slices;  // of the channels: only for the kernel's gradient, where there are fewer parts than threads
  int64_t block;  // tiles at once
  int64_t copies;
  int64_t vStride, vRow, mStride, wStride;  // floats from one point to the next; in v from one tile to the next
  int64_t own;      // floats of a thread's scratch
  int64_t scratch;  // floats in all
};

/** The floats of a transformed kernel up to which it is transformed at once and convolve() does the rest. */
constexpr int64_t smallStepKernel = (12 << 20) / sizeof(float);

/** The bytes that transformed tiles take at most, whatever the batch and the picture. */
constexpr int64_t tileBytes = 24 << 20;

inline StepSchedule partsOf(const Convolution& s, const Arithmetic& arithmetic, int64_t threads) {
  StepSchedule schedule = {};
  const int64_t points = pointsOf(s.tile), tiles = s.batch * s.tilesDown * s.tilesAcross;
  schedule.width = arithmetic.panel;
  schedule.parts = std::max<int64_t>(1, s.filters / schedule.width);
  schedule.copies = threads;
  schedule.vRow = s.channels + 16;  // + 16: not always the same set of the cache
  const int64_t fitting = tileBytes / int64_t{sizeof(float)} / points / schedule.vRow;
  schedule.block = std::min(tiles, std::max<int64_t>(1, fitting / arithmetic.rows) * arithmetic.rows);
  schedule.vStride = schedule.block * schedule.vRow + 16;
  return schedule;
}

/** The filters of a part. */
inline Convolution partOf(const Convolution& s, const StepSchedule& schedule, int64_t part) {
  Convolution some = s;
  const int64_t first = part * schedule.width;
  some.filters = (part + 1 == schedule.parts ? s.filters : first + schedule.width) - first;
  if (s.bias) some.bias = s.bias + first;
  if (s.y) some.y = s.y + first;
  if (s.dy) some.dy = s.dy + first;
  return some;
}

inline int64_t widestPart(const Convolution& s, const StepSchedule& schedule, const Arithmetic& arithmetic) {
  const int64_t last = s.filters - (schedule.parts - 1) * schedule.width;
  return panelsOf(arithmetic, last) * arithmetic.panel;
}

inline StepSchedule stepScheduleOf(const Convolution& s, const Arithmetic& arithmetic, int64_t threads) {
  StepSchedule schedule = partsOf(s, arithmetic, threads);
  const int64_t width = widestPart(s, schedule, arithmetic), points = pointsOf(s.tile);
  schedule.mStride = schedule.block * width + 16;
  schedule.own = points * (s.channels * width + schedule.mStride);
  schedule.scratch = points * schedule.vStride + schedule.copies * schedule.own;
  return schedule;
}

/** The part's filters of a kernel. */
inline Kernel partOf(const Kernel& kernel, int64_t first, int64_t filters) {
  Kernel some = kernel;
  some.g += kernel.turned ? first * kernel.apart : first;
  some.filters = filters;
  return some;
}

/** s.y from s.x, s.bias and a kernel as it is stored; not for tile 1. `parallel`: see convolve. */
template <class Parallel>
void convolveStep(const Convolution& s, const Kernel& kernel, const Arithmetic& arithmetic,
                  const StepSchedule& schedule, float* scratch, const Parallel& parallel) {
  const Transforms& transforms = arithmetic.transforms[s.tile];
  const int64_t points = pointsOf(s.tile), all = s.batch * s.tilesDown * s.tilesAcross;
  float *const v = scratch, *const rest = v + points * schedule.vStride;
  for (int64_t start = 0; start < all; start += schedule.block) {
    const int64_t tiles = std::min(schedule.block, all - start);
    parallel(tiles, 6, [&](int64_t first, int64_t last, int64_t) {
      transforms.input(s, start, first, last, v, schedule.vStride, schedule.vRow);
    });
    parallel(schedule.parts, 1, [&](int64_t first, int64_t last, int64_t copy) {
      float* const u = rest + copy * schedule.own;
      for (int64_t part = first; part < last; part++) {
        Convolution some = partOf(s, schedule, part);
        const int64_t panels = panelsOf(arithmetic, some.filters), pieces = points * panels;
        float* const m = u + pieces * s.channels * arithmetic.panel;
        some.u = u;
        transforms.kernel(partOf(kernel, part * schedule.width, some.filters), 0, panels * s.channels, u);
        arithmetic.multiply(some, 0, pieces, tiles, v, schedule.vStride, schedule.vRow, m, schedule.mStride);
        transforms.output(some, start, 0, tiles, m, schedule.mStride);
      }
    });
  }
}

inline StepSchedule gradientScheduleOf(const Convolution& s, const Arithmetic& arithmetic, int64_t threads) {
  StepSchedule schedule = partsOf(s, arithmetic, threads);
  const int64_t width = widestPart(s, schedule, arithmetic), points = pointsOf(s.tile), rows = arithmetic.rows;
  const int64_t wanted = (2 * threads + schedule.parts - 1) / schedule.parts;
  schedule.slices = std::max<int64_t>(1, std::min(wanted, s.channels / (2 * rows)));
  const int64_t most = (s.channels + schedule.slices - 1) / schedule.slices + rows;
  schedule.mStride = schedule.block * width + 16;
  schedule.wStride = most * width + 16;
  schedule.own = points * (schedule.mStride + schedule.wStride);
  schedule.scratch = points * schedule.vStride + schedule.copies * schedule.own;
  return schedule;
}

/** The kernel's gradient dg [3, 3, channels, filters] from s.x and s.dy; not for tile 1. */
template <class Parallel>
void kernelGradient(const Convolution& s, const Arithmetic& arithmetic, const StepSchedule& schedule, float* scratch,
                    float* dg, const Parallel& parallel) {
  const Transforms& transforms = arithmetic.transforms[s.tile];
  const int64_t points = pointsOf(s.tile), all = s.batch * s.tilesDown * s.tilesAcross;
  float *const v = scratch, *const rest = v + points * schedule.vStride;
  for (int64_t start = 0; start < all; start += schedule.block) {
    const int64_t tiles = std::min(schedule.block, all - start);
    parallel(tiles, 6, [&](int64_t first, int64_t last, int64_t) {
      transforms.input(s, start, first, last, v, schedule.vStride, schedule.vRow);
    });
    parallel(schedule.parts * schedule.slices, 1, [&](int64_t first, int64_t last, int64_t copy) {
      float *const m = rest + copy * schedule.own, *const w = m + points * schedule.mStride;
      for (int64_t piece = first; piece < last; piece++) {
        const int64_t part = piece / schedule.slices, slice = piece % schedule.slices;
        // Whole lines of the product, but for the last slice.
        const auto border = [&](int64_t at) {
          return at == schedule.slices ? s.channels
                                       : s.channels * at / schedule.slices / arithmetic.rows * arithmetic.rows;
        };
        const int64_t from = border(slice);
        Convolution some = partOf(s, schedule, part);
        some.channels = border(slice + 1) - from;
        transforms.gradient(some, start, 0, tiles, m, schedule.mStride);
        arithmetic.correlate(some, tiles, v + from, schedule.vStride, schedule.vRow, m,
                             schedule.mStride, w, schedule.wStride);
        transforms.taps(some, w, schedule.wStride, dg + from * s.filters + part * schedule.width, s.filters,
                        s.channels * s.filters, start > 0);
      }
    });
  }
}

}  // namespace thaw
