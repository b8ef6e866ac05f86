// What the op (convolution_op.cc) and its schedule (schedule.h) ask of the arithmetic (arithmetic.cc).
#pragma once
#include <cstdint>

namespace thaw {

/** A 3x3 convolution, stride 1, dilation 1, over float32 pictures in the order height, width, channels. */
struct Convolution {
  const float* x;     // [batch, height, width, channels]
  const float* u;     // the kernel as Transforms::kernel lays it out
  const float* bias;  // [filters], and zeros up to a whole panel
  float* y;           // [batch, outHeight, outWidth, filters], or with pool half as high and wide, rounded down
  const float* dy;    // the gradient that reaches y: only for the kernel's
  int64_t apart;      // floats from one place of y or dy to the next: more than `filters` where those are some of them
  int64_t batch, height, width, channels, filters;
  int64_t outHeight, outWidth;     // before the pool
  int64_t padding;                 // zeros on each side: 1 with SAME, 0 with VALID, 2 for VALID's input gradient
  int64_t tile;                    // outputs each way of one transform: 2, 3, 4, 6; 1 is direct convolution
  int64_t tilesDown, tilesAcross;  // how many tiles cover a picture
  bool relu, pool;
};

/** The fewest filters that are taken and, but by direct convolution, channels: the widest vector of any processor. */
constexpr int64_t fewest = 16;

/** A kernel as it is stored, or some of its filters. */
struct Kernel {
  const float* g;  // [3, 3, channels, filters], or turned [3, 3, filters, channels]
  int64_t channels, filters;
  int64_t apart;  // floats from one channel to the next, or turned from one filter to the next
  int64_t tap;    // floats from one tap to the next
  bool turned;    // by 180 degrees, channels and filters exchanged: the convolution that takes gradients back
};

/** What differs between tile sizes. All of this is pure but for what it writes through u, v and y. */
struct Transforms {
  /**
   * To u [points, panels, channels, panel]; direct: [panels, 9, channels, panel]. A call makes the rows [first, last)
   * of all panels * channels.
   */
  void (*kernel)(const Kernel&, int64_t first, int64_t last, float* u);

  /**
   * Tiles [first, last) of the block that starts at `block`: v is [points][tiles][channels], points `stride` floats
   * apart and tiles `row`.
   */
  void (*input)(const Convolution&, int64_t block, int64_t first, int64_t last, float* v, int64_t stride, int64_t row);

  /** The same tiles of m [points][tiles][panels * panel], with bias, ReLU and pool, into y. */
  void (*output)(const Convolution&, int64_t block, int64_t first, int64_t last, const float* m, int64_t stride);

  /** The same tiles of dy to m [points][tiles][panels * panel]: what `output` does, transposed. */
  void (*gradient)(const Convolution&, int64_t block, int64_t first, int64_t last, float* m, int64_t stride);

  /**
   * w [points][channels][panels * panel], the points `stride` apart, to the kernel's gradient [3, 3, channels, filters],
   * whose rows lie `apart` and whose taps `tap`: what `kernel` does, transposed. `add`: to what is there.
   */
  void (*taps)(const Convolution&, const float* w, int64_t stride, float* dg, int64_t apart, int64_t tap, bool add);
};

/** The arithmetic for one instruction set. */
struct Arithmetic {
  const char* name;
  int64_t panel;  // filters that lie side by side in u; there are whole panels only, the last filled up with zeros
  int64_t rows;   // tiles that one product takes at once: blocks are best a multiple of it
  Transforms transforms[7];  // by tile size; those of 0 and 5 are null, of 1 only the kernel's is not

  /** Pieces [first, last) of the block's points * panels matrix products. v's tiles lie `row` floats apart. */
  void (*multiply)(const Convolution&, int64_t first, int64_t last, int64_t tiles, const float* v, int64_t vStride,
                   int64_t row, float* m, int64_t mStride);

  /**
   * For each point the products of all channels of v with all of m, summed over the tiles, to w as `taps` takes it.
   * v's tiles lie `row` floats apart.
   */
  void (*correlate)(const Convolution&, int64_t tiles, const float* v, int64_t vStride, int64_t row, const float* m,
                    int64_t mStride, float* w, int64_t wStride);

  /** Direct convolution of output rows [first, last) of batch * outHeight; scratch: three padded input rows. */
  void (*direct)(const Convolution&, int64_t first, int64_t last, float* scratch);
};

}  // namespace thaw
