// The multiplications a second, in thousand millions, that all cores can do at the most in float32: nothing but fused
// multiply-adds in registers.    c++ -O3 -march=native -ffp-contract=fast -pthread peak.cc
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <vector>

#if defined(__AVX512F__)
constexpr int bytes = 64;
#elif defined(__AVX__)
constexpr int bytes = 32;
#else
constexpr int bytes = 16;
#endif
typedef float Vector __attribute__((vector_size(bytes)));

constexpr int sums = 12;  // enough that none waits for the one before, and few enough for the registers
constexpr long turns = 50'000'000;

volatile float seed = 1e-9f;

void work(float* out) {
  Vector factor, sum[sums];
  for (int lane = 0; lane < bytes / 4; lane++) factor[lane] = seed;
  for (Vector& each : sum) each = factor;
  for (long turn = 0; turn < turns; turn++)
#pragma GCC unroll 12
    for (Vector& each : sum) each = each * factor + factor;
  *out = 0;
  for (const Vector& each : sum) *out += each[0];
}

int main() {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  double best = 0;
  for (int round = 0; round < 9; round++) {
    std::vector<float> out(cores);
    std::vector<std::thread> threads;
    const auto start = std::chrono::steady_clock::now();
    for (float& each : out) threads.emplace_back(work, &each);
    for (std::thread& each : threads) each.join();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    best = std::max(best, 1e-9 * cores * turns * sums * (bytes / 4) / took.count());
  }
  std::printf("%.1f\n", best);
}
