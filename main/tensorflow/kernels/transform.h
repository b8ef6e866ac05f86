// The transforms of Winograd's minimal filtering F(m x m, 3 x 3), after Lavin and Gray, "Fast Algorithms for
// Convolutional Neural Networks" (2015):
//
//   y = A^T [ sum over channels of (G g G^T) * (B^T d B) ] A         (* element by element)
//
// d is an (m + 2) x (m + 2) piece of the input, g the 3 x 3 kernel, y the m x m outputs that they determine. A direct
// convolution multiplies 9 m^2 times for each channel and filter, this (m + 2)^2 times: 2.25 times fewer for m = 2,
// then 3.24, 4 and 5.06 for 3, 4 and 6.
//
// Why it works, in one dimension. A filter of 3 taps over m + 2 inputs is the transpose of multiplying a polynomial of
// 3 coefficients by one of m: a linear map in d for fixed g. That product has m + 2 coefficients, so it is known from
// its values at m + 1 points and its highest coefficient ("the value at infinity"): evaluate both factors (G and A),
// multiply, interpolate (B). Transposed, interpolation comes first, B^T d, then the products, then A^T. Two dimensions
// nest it.
//
//   A^T  row j:   point^j for each point; infinity takes part in the last output only.
//   G    row p:   [1, p, p^2] / product of (p - q) over the other finite points q; infinity: [0, 0, 1].
//   B^T  row p:   the coefficients of N(x) / (x - p), N being the product of (x - q) over all finite q; infinity: N
//   itself.
//
// All divisions are in G, which is applied to each kernel once, in double precision. The points come in pairs +-p, and 0 where m is
// even, so N is a polynomial in x^2 (times x) and the rows of +p and -p share their even and odd halves: about half the
// work.
//
// Error. Points far from 1 in size spread the magnitudes of the rows, and what cancels in A^T leaves rounding errors
// behind. The points below are those of few binary digits (so that every constant is exact) with the least error, found
// by trying: relative to the output's norm, over 256 channels, 4e-7 for m = 2 (as a direct sum), 8e-7 for 3, 1.2e-6 for
// 4 and 5e-6 for 6. The usual 1, 2 would give 3.4e-6 for 3 and 2.6e-6 for 4. Larger tiles grow worse quickly.
//
// Not-a-number and infinity. No coefficient below is zero where the exact result depends on it, so what is not finite
// in d makes every output not finite that a direct convolution would make so, and the other outputs of its tile as
// well.
#pragma once
#include "vector.h"

namespace {

// The positive points of each tile size. Those of m = 3 have no 0, those of the others do.
template <int m>
struct Points;
template <>
struct Points<2> {
  static constexpr double value[] = {1};
};
template <>
struct Points<3> {
  static constexpr double value[] = {0.375, 1.125};
};
template <>
struct Points<4> {
  static constexpr double value[] = {0.625, 1.5};
};
template <>
struct Points<6> {
  static constexpr double value[] = {1, 2, 0.5};
};

/** The constants of F(m, 3), worked out by the compiler. */
template <int m>
struct Constants {
  static constexpr int size = m + 2, pairs = m / 2 + m % 2, zero = m % 2 == 0;
  float whole[pairs + 1] = {};       // coefficients in x^2 of the product of (x^2 - p^2) over all pairs
  float without[pairs][pairs] = {};  // the same over all pairs but one
  float power[pairs][m] = {};        // p^j

  static constexpr void product(int skipped, float* to) {
    double c[pairs + 1] = {1};
    int degree = 0;
    for (int pair = 0; pair < pairs; pair++) {
      if (pair == skipped) continue;
      const double square = Points<m>::value[pair] * Points<m>::value[pair];
      degree++;
      for (int k = degree; k > 0; k--) c[k] = c[k - 1] - square * c[k];
      c[0] *= -square;
    }
    for (int k = 0; k <= degree; k++) to[k] = static_cast<float>(c[k]);
  }

  constexpr Constants() {
    product(-1, whole);
    for (int pair = 0; pair < pairs; pair++) {
      product(pair, without[pair]);
      double p = 1;
      for (int j = 0; j < m; j++, p *= Points<m>::value[pair]) power[pair][j] = static_cast<float>(p);
    }
  }
};
template <int m>
inline constexpr Constants<m> constants;

/** B^T d: m + 2 vectors that lie `step` apart to m + 2 that lie `apart` apart. Order: [0,] p, -p of each pair,
 * infinity. */
template <int m>
inline void inputLine(const Vector* d, int step, Vector* to, int apart) {
  constexpr auto& c = constants<m>;
  constexpr int pairs = c.pairs, zero = c.zero;
  if constexpr (zero) {
    Vector sum = d[2 * pairs * step];  // the highest coefficient is 1
    THAW_UNROLL for (int k = 0; k < pairs; k++) sum += d[2 * k * step] * c.whole[k];
    to[0] = sum;
  }
  Vector last = d[(m + 1) * step];
  THAW_UNROLL for (int k = 0; k < pairs; k++) last += d[(2 * k + zero) * step] * c.whole[k];
  to[(m + 1) * apart] = last;
  THAW_UNROLL for (int pair = 0; pair < pairs; pair++) {
    // N(x) / (x -+ p) = (x +- p) * without(x^2) [* x with the point 0]: its even powers and its odd ones
    const float p = static_cast<float>(Points<m>::value[pair]);
    Vector even = d[2 * (pairs - 1 + zero) * step], odd = d[(2 * pairs - 1) * step];
    THAW_UNROLL for (int k = 0; k < pairs - 1; k++) {
      even += d[(2 * k + 2 * zero) * step] * c.without[pair][k];
      odd += d[(2 * k + 1) * step] * c.without[pair][k];
    }
    to[(zero + 2 * pair) * apart] = zero ? even + p * odd : odd + p * even;
    to[(zero + 2 * pair + 1) * apart] = zero ? even - p * odd : odd - p * even;
  }
}

/** A^T m: m + 2 vectors to the m outputs. */
template <int m>
inline void outputLine(const Vector* products, int step, Vector* to, int apart) {
  constexpr auto& c = constants<m>;
  constexpr int pairs = c.pairs, zero = c.zero;
  Vector even[pairs], odd[pairs];
  THAW_UNROLL for (int pair = 0; pair < pairs; pair++) {
    const Vector plus = products[(zero + 2 * pair) * step], minus = products[(zero + 2 * pair + 1) * step];
    even[pair] = plus + minus;
    odd[pair] = plus - minus;
  }
  THAW_UNROLL for (int j = 0; j < m; j++) {
    Vector sum = (j % 2 ? odd[0] : even[0]) * c.power[0][j];
    if (j == 0 && zero) sum += products[0];
    if (j == m - 1) sum += products[(m + 1) * step];
    THAW_UNROLL for (int pair = 1; pair < pairs; pair++) sum += (j % 2 ? odd[pair] : even[pair]) * c.power[pair][j];
    to[j * apart] = sum;
  }
}

/** The matrix G, in double precision. */
template <int m>
struct KernelMatrix {
  static constexpr int size = m + 2;
  double rows[size][3] = {};

  constexpr KernelMatrix() {
    double at[size - 1] = {};
    for (int pair = 0; pair < constants<m>.pairs; pair++) {
      at[constants<m>.zero + 2 * pair] = Points<m>::value[pair];
      at[constants<m>.zero + 2 * pair + 1] = -Points<m>::value[pair];
    }
    for (int i = 0; i < size - 1; i++) {
      rows[i][0] = 1;
      for (int j = 0; j < size - 1; j++)
        if (j != i) rows[i][0] /= at[i] - at[j];
      rows[i][1] = rows[i][0] * at[i];
      rows[i][2] = rows[i][1] * at[i];
    }
    rows[size - 1][2] = 1;
  }
};
template <int m>
inline constexpr KernelMatrix<m> kernelMatrix;

/** G g G^T of one vector of filters that lie side by side; g's taps are `tap` apart, u's points `point`. */
template <int m>
inline void kernelTile(const float* g, int64_t tap, float* u, int64_t point) {
  constexpr int size = m + 2;
  constexpr auto& G = kernelMatrix<m>.rows;
  Doubles taps[9];
  THAW_UNROLL for (int k = 0; k < 9; k++) taps[k] = __builtin_convertvector(load(g + k * tap), Doubles);
  for (int i = 0; i < size; i++) {
    Doubles half[3];
    THAW_UNROLL for (int j = 0; j < 3; j++)
      half[j] = G[i][0] * taps[j] + G[i][1] * taps[3 + j] + G[i][2] * taps[6 + j];
    THAW_UNROLL for (int j = 0; j < size; j++)
      store(u + (i * size + j) * point,
            __builtin_convertvector(half[0] * G[j][0] + half[1] * G[j][1] + half[2] * G[j][2], Vector));
  }
}

}  // namespace
