// The arithmetic and the schedules of our convolutions without TensorFlow, for compilers' sanitizers: every instruction set
// that this processor runs, every tile, heights from 1 to 40, on memory of exactly the size that is promised, against
// sums in double precision. Writes one line, and ends with 1 if a relative error is above 1e-5.
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "step.h"

namespace thaw {
#ifdef __x86_64__
extern const Arithmetic arithmetic_avx512, arithmetic_avx2;
#endif
extern const Arithmetic arithmetic_generic;
}  // namespace thaw

namespace {
using thaw::Arithmetic;
using thaw::Convolution;

std::vector<const Arithmetic*> arithmetics() {
  std::vector<const Arithmetic*> all = {&thaw::arithmetic_generic};
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) all.push_back(&thaw::arithmetic_avx2);
  if (__builtin_cpu_supports("avx512f")) all.push_back(&thaw::arithmetic_avx512);
#endif
  return all;
}

/** As many threads as the schedule has copies of its scratch, each taking the next part. */
struct Threads {
  int64_t count;
  template <class Work>
  void operator()(int64_t total, int64_t atOnce, const Work& work) const {
    std::atomic<int64_t> next{0};
    std::vector<std::thread> threads;
    for (int64_t id = 0; id < count; id++)
      threads.emplace_back([&, id] {
        for (int64_t first; (first = next.fetch_add(atOnce)) < total;) work(first, std::min(total, first + atOnce), id);
      });
    for (std::thread& thread : threads) thread.join();
  }
};

struct Data {
  std::vector<float> x, kernel, bias, dy;
};

/** One output before the pool, in double precision. */
double exact(const Convolution& s, const Data& data, int64_t image, int64_t row, int64_t column, int64_t filter) {
  double sum = data.bias[filter];
  for (int64_t i = 0; i < 3; i++)
    for (int64_t j = 0; j < 3; j++) {
      const int64_t r = row + i - s.padding, c = column + j - s.padding;
      if (r < 0 || r >= s.height || c < 0 || c >= s.width) continue;
      const float* x = data.x.data() + ((image * s.height + r) * s.width + c) * s.channels;
      const float* g = data.kernel.data() + (3 * i + j) * s.channels * s.filters + filter;
      for (int64_t k = 0; k < s.channels; k++) sum += double{x[k]} * g[k * s.filters];
    }
  return s.relu && sum < 0 ? 0 : sum;
}

/** The kernel's gradient in double precision. */
std::vector<double> exactGradient(const Convolution& s, const Data& data) {
  std::vector<double> dg(9 * s.channels * s.filters);
  for (int64_t place = 0; place < s.batch * s.outHeight * s.outWidth; place++)
    for (int64_t tap = 0; tap < 9; tap++) {
      const int64_t image = place / (s.outHeight * s.outWidth);
      const int64_t r = place / s.outWidth % s.outHeight + tap / 3 - s.padding;
      const int64_t c = place % s.outWidth + tap % 3 - s.padding;
      if (r < 0 || r >= s.height || c < 0 || c >= s.width) continue;
      const float* x = data.x.data() + ((image * s.height + r) * s.width + c) * s.channels;
      const float* dy = data.dy.data() + place * s.filters;
      for (int64_t k = 0; k < s.channels; k++)
        for (int64_t f = 0; f < s.filters; f++) dg[(tap * s.channels + k) * s.filters + f] += double{x[k]} * dy[f];
    }
  return dg;
}

std::vector<double> exact(const Convolution& s, const Data& data) {
  const int64_t shrink = s.pool ? 2 : 1;
  std::vector<double> y;
  for (int64_t image = 0; image < s.batch; image++)
    for (int64_t row = 0; row < s.outHeight / shrink; row++)
      for (int64_t column = 0; column < s.outWidth / shrink; column++)
        for (int64_t filter = 0; filter < s.filters; filter++) {
          double most = -std::numeric_limits<double>::infinity();
          for (int64_t i = 0; i < shrink; i++)
            for (int64_t j = 0; j < shrink; j++)
              most = std::max(most, exact(s, data, image, row * shrink + i, column * shrink + j, filter));
          y.push_back(most);
        }
  return y;
}

double relative(const std::vector<float>& y, const std::vector<double>& wanted) {
  double difference = 0, norm = 0;
  for (size_t i = 0; i < wanted.size(); i++) {
    difference += (y[i] - wanted[i]) * (y[i] - wanted[i]);
    norm += wanted[i] * wanted[i];
  }
  return difference == 0 ? 0 : std::sqrt(difference / norm);
}

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

/** As `error`, by the schedule of a step whose kernel is large, stored as it is or turned. */
double stepError(const Arithmetic& arithmetic, Convolution s, const Data& data, const std::vector<double>& wanted,
                 int64_t threads, bool turned) {
  std::vector<float> stored(data.kernel);
  if (turned)
    for (int64_t k = 0; k < 9; k++)
      for (int64_t c = 0; c < s.channels; c++)
        for (int64_t f = 0; f < s.filters; f++)
          stored[((8 - k) * s.filters + f) * s.channels + c] = data.kernel[(k * s.channels + c) * s.filters + f];
  const thaw::Kernel kernel = {stored.data(), s.channels, s.filters, turned ? s.channels : s.filters,
                               s.channels * s.filters, turned};
  const thaw::StepSchedule schedule = thaw::stepScheduleOf(s, arithmetic, threads);
  std::vector<float> y(wanted.size(), nothing), scratch(schedule.scratch, nothing);
  s.x = data.x.data(), s.bias = data.bias.data(), s.y = y.data();
  thaw::convolveStep(s, kernel, arithmetic, schedule, scratch.data(), Threads{threads});
  return relative(y, wanted);
}

/** The error of the kernel's gradient. */
double gradientError(const Arithmetic& arithmetic, Convolution s, const Data& data, const std::vector<double>& wanted,
                     int64_t threads) {
  const thaw::StepSchedule schedule = thaw::gradientScheduleOf(s, arithmetic, threads);
  std::vector<float> dg(wanted.size(), nothing), scratch(schedule.scratch, nothing);
  s.x = data.x.data(), s.dy = data.dy.data();
  thaw::kernelGradient(s, arithmetic, schedule, scratch.data(), dg.data(), Threads{threads});
  return relative(dg, wanted);
}

/** The relative error of one instruction set; memory is of exactly the size promised, and holds NaN at first. */
double error(const Arithmetic& arithmetic, Convolution s, const Data& data, const std::vector<double>& wanted,
             int64_t threads) {
  const int64_t padded = thaw::panelsOf(arithmetic, s.filters) * arithmetic.panel;
  std::vector<float> bias(data.bias), y(wanted.size(), nothing);
  bias.resize(padded, 0.0f);
  std::vector<float> u(thaw::kernelFloats(arithmetic, s.tile, s.channels, s.filters), nothing);
  // In two calls, as threads divide it.
  const int64_t rows = thaw::panelsOf(arithmetic, s.filters) * s.channels, part = rows / 3;
  const thaw::Kernel kernel = {data.kernel.data(), s.channels, s.filters, s.filters, s.channels * s.filters, false};
  arithmetic.transforms[s.tile].kernel(kernel, 0, part, u.data());
  arithmetic.transforms[s.tile].kernel(kernel, part, rows, u.data());
  const thaw::Schedule schedule = thaw::scheduleOf(s, arithmetic, threads);
  std::vector<float> scratch(schedule.scratch, nothing);
  s.x = data.x.data(), s.u = u.data(), s.bias = bias.data(), s.y = y.data();
  thaw::convolve(s, arithmetic, schedule, scratch.data(), Threads{threads});
  return relative(y, wanted);
}

Convolution convolutionOf(int64_t tile, int64_t padding, int64_t batch, int64_t height, int64_t width, int64_t channels,
                          int64_t filters) {
  Convolution s = {};
  s.tile = tile, s.padding = padding, s.batch = batch, s.height = height, s.width = width;
  s.channels = channels, s.filters = s.apart = filters;
  const int64_t less = 2 - 2 * padding;
  s.outHeight = height - less, s.outWidth = width - less;
  s.tilesDown = (s.outHeight + tile - 1) / tile, s.tilesAcross = (s.outWidth + tile - 1) / tile;
  return s;
}

struct Tally {
  std::mt19937 generator{1};
  int64_t cases = 0;
  double worst = 0;
  bool right = true;

  /** One convolution of random numbers, by every instruction set. */
  void add(const Convolution& s, int64_t threads) {
    std::normal_distribution<float> normal;
    Data data = {std::vector<float>(s.batch * s.height * s.width * s.channels),
                 std::vector<float>(9 * s.channels * s.filters), std::vector<float>(s.filters),
                 std::vector<float>(s.batch * s.outHeight * s.outWidth * s.filters)};
    for (std::vector<float>* values : {&data.x, &data.kernel, &data.bias, &data.dy})
      for (float& value : *values) value = normal(generator);
    const std::vector<double> wanted = exact(s, data), gradient = exactGradient(s, data);
    for (const Arithmetic* arithmetic : arithmetics()) {
      count(error(*arithmetic, s, data, wanted, threads));
      if (s.tile == 1) continue;
      if (!s.pool) count(stepError(*arithmetic, s, data, wanted, threads, s.padding == 2));
      count(gradientError(*arithmetic, s, data, gradient, threads));
    }
  }

 private:
  void count(double found) {
    right = right && found <= 1e-5;  // which NaN is not
    worst = std::max(worst, found);
    cases++;
  }
};

}  // namespace

int main() {
  constexpr int64_t few[] = {1, 3, 16}, channels[] = {16, 17, 31, 130}, filters[] = {16, 17, 33, 64, 100};
  Tally tally;
  for (int64_t tile : {1, 2, 3, 4, 6})
    for (int64_t height = 1; height <= 40; height++)
      for (int64_t form = 0; form < 6; form++) {
        const int64_t turn = height + form + tile, width = 1 + (height * 7 + form * 5) % 23;
        const int64_t depth = tile == 1 ? few[turn % 3] : channels[turn % (height > 12 ? 3 : 4)];
        Convolution s = convolutionOf(tile, form % 3, 1 + turn % 2, height, width, depth, filters[turn % 5]);
        s.relu = form % 2, s.pool = form % 2 && tile % 2 == 0 && s.padding < 2;
        if (s.outHeight > 0 && s.outWidth > 0) tally.add(s, 1 + turn % 3);
      }
  // Kernels too large for the caches, which the threads share: few tiles and many.
  tally.add(convolutionOf(6, 1, 2, 7, 7, 256, 256), 3);
  tally.add(convolutionOf(2, 1, 70, 1, 1, 512, 512), 3);
  // More tiles than are transformed at once.
  tally.add(convolutionOf(6, 1, 1, 82, 82, 512, 17), 2);
  std::printf("%lld cases, largest relative error %.1e\n", static_cast<long long>(tally.cases), tally.worst);
  return tally.right ? 0 : 1;
}
