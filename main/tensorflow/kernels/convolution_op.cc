// ThawConv2D: a 3x3 convolution of float32 pictures (NHWC, stride 1, dilation 1) with bias, ReLU and 2x2 max-pool, for
// kernels that do not change. Linked into the Node binding, it is registered when the binding is loaded; graphs then
// name it like any op of TensorFlow's.
//
// Kernel and bias are inputs, but must be the same tensors in every call: they are transformed once, at the first. A session
// feeds them (`held` in graph.ts), which keeps them out of the graph: TensorFlow copies a graph, constants and attributes too,
// many times before it runs.
#include <memory>

#include "instructions.h"
#include "schedule.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

namespace {
using namespace tensorflow;

REGISTER_OP("ThawConv2D")
    .Input("input: float")    // [batch, height, width, channels]
    .Input("kernel: float")   // [3, 3, channels, filters]
    .Input("bias: float")     // [filters]
    .Output("output: float")  // [batch, height, width, filters]; VALID: two less; pool: then half, rounded down
    .Attr("tile: int")        // outputs each way that one transform makes: 2, 3, 4, 6; 1: direct, for few channels
    .Attr("padding: {'SAME', 'VALID'}")
    .Attr("relu: bool")
    .Attr("pool: bool = false")  // MaxPool 2x2, stride 2, VALID, after the ReLU; only where tile is even
    .SetShapeFn([](shape_inference::InferenceContext* c) {
      shape_inference::ShapeHandle input, kernel;
      TF_RETURN_IF_ERROR(c->WithRank(c->input(0), 4, &input));
      TF_RETURN_IF_ERROR(c->WithRank(c->input(1), 4, &kernel));
      std::string padding;
      bool pool;
      TF_RETURN_IF_ERROR(c->GetAttr("padding", &padding));
      TF_RETURN_IF_ERROR(c->GetAttr("pool", &pool));
      shape_inference::DimensionHandle channels, size[2];
      TF_RETURN_IF_ERROR(c->Merge(c->Dim(input, 3), c->Dim(kernel, 2), &channels));
      for (int i = 0; i < 2; i++) {
        TF_RETURN_IF_ERROR(c->Subtract(c->Dim(input, 1 + i), padding == "SAME" ? 0 : 2, &size[i]));
        if (pool) TF_RETURN_IF_ERROR(c->Divide(size[i], 2, /*evenly_divisible=*/false, &size[i]));
      }
      c->set_output(0, c->MakeShape({c->Dim(input, 0), size[0], size[1], c->Dim(kernel, 3)}));
      return absl::OkStatus();
    });

// A kernel and its bias as they were given, which keeps their memory from being another's, and as they are computed with.
struct Prepared {
  Tensor kernel, bias, transformed, padded;
  bool isOf(const Tensor& k, const Tensor& b) const { return kernel.SharesBufferWith(k) && bias.SharesBufferWith(b); }
};

class ThawConv2D : public OpKernel {
 public:
  explicit ThawConv2D(OpKernelConstruction* context) : OpKernel(context) {
    std::string padding, reason;
    OP_REQUIRES_OK(context, context->GetAttr("tile", &shape_.tile));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding));
    OP_REQUIRES_OK(context, context->GetAttr("relu", &shape_.relu));
    OP_REQUIRES_OK(context, context->GetAttr("pool", &shape_.pool));
    arithmetic_ = thaw::arithmetic(&reason);
    OP_REQUIRES(context, arithmetic_, absl::FailedPreconditionError("ThawConv2D: " + reason));
    const int64_t tile = shape_.tile;
    OP_REQUIRES(context, tile >= 1 && tile <= 6 && tile != 5 && (!shape_.pool || tile % 2 == 0),
                absl::InvalidArgumentError("ThawConv2D: tile is 1, 2, 3, 4 or 6, and with pool not odd"));
    shape_.padding = padding == "SAME" ? 1 : 0;
  }

  void Compute(OpKernelContext* context) override {
    std::shared_ptr<const Prepared> prepared;
    OP_REQUIRES_OK(context, prepare(context, &prepared));
    const Tensor &x = context->input(0), &kernel = prepared->kernel;
    thaw::Convolution s = shape_;
    s.channels = kernel.dim_size(2), s.filters = s.apart = kernel.dim_size(3);
    s.u = prepared->transformed.flat<float>().data(), s.bias = prepared->padded.flat<float>().data();
    const int64_t less = s.padding ? 0 : 2;
    OP_REQUIRES(context,
                x.dims() == 4 && x.dim_size(3) == s.channels && x.dim_size(1) >= less && x.dim_size(2) >= less,
                absl::InvalidArgumentError("ThawConv2D: an input of shape " + x.shape().DebugString()));
    s.batch = x.dim_size(0), s.height = x.dim_size(1), s.width = x.dim_size(2);
    s.outHeight = s.height - less, s.outWidth = s.width - less;
    s.tilesDown = (s.outHeight + s.tile - 1) / s.tile, s.tilesAcross = (s.outWidth + s.tile - 1) / s.tile;
    const int64_t shrink = s.pool ? 2 : 1;
    Tensor *y, scratch;
    const TensorShape shape({s.batch, s.outHeight / shrink, s.outWidth / shrink, s.filters});
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &y));
    if (!y->NumElements()) return;

    thread::ThreadPool* workers = context->device()->tensorflow_cpu_worker_threads()->workers;
    // One more than the pool has: the calling thread works too.
    const thaw::Schedule schedule = thaw::scheduleOf(s, *arithmetic_, workers->NumThreads() + 1);
    OP_REQUIRES_OK(context, context->allocate_temp(DT_FLOAT, TensorShape({schedule.scratch}), &scratch));
    s.x = x.flat<float>().data(), s.y = y->flat<float>().data();
    thaw::convolve(s, *arithmetic_, schedule, scratch.flat<float>().data(),
                   [&](int64_t total, int64_t atOnce, const auto& work) {
                     workers->ParallelForWithWorkerId(total, thread::ThreadPool::SchedulingParams::Fixed(atOnce), work);
                   });
  }

 private:
  // What was prepared for these tensors, or is now.
  absl::Status prepare(OpKernelContext* context, std::shared_ptr<const Prepared>* prepared) {
    const Tensor &kernel = context->input(1), &bias = context->input(2);
    mutex_lock lock(mutex_);
    if (!prepared_ || !prepared_->isOf(kernel, bias)) TF_RETURN_IF_ERROR(transform(context, kernel, bias));
    *prepared = prepared_;
    return absl::OkStatus();
  }

  absl::Status transform(OpKernelContext* context, const Tensor& kernel, const Tensor& bias) {
    if (kernel.dims() != 4 || kernel.dim_size(0) != 3 || kernel.dim_size(1) != 3)
      return absl::InvalidArgumentError("ThawConv2D: a kernel of shape " + kernel.shape().DebugString());
    const int64_t tile = shape_.tile, channels = kernel.dim_size(2), filters = kernel.dim_size(3);
    if (bias.shape() != TensorShape({filters}))
      return absl::InvalidArgumentError("ThawConv2D: a bias of shape " + bias.shape().DebugString());
    if (filters < thaw::fewest || channels < (tile == 1 ? 1 : thaw::fewest))
      return absl::InvalidArgumentError("ThawConv2D: 16 filters at least and, but with tile 1, 16 channels");
    const auto made = std::make_shared<Prepared>();
    made->kernel = kernel, made->bias = bias;
    const int64_t whole = thaw::panelsOf(*arithmetic_, filters) * arithmetic_->panel;
    TF_RETURN_IF_ERROR(context->allocate_temp(DT_FLOAT, TensorShape({whole}), &made->padded));
    std::fill_n(std::copy_n(bias.flat<float>().data(), filters, made->padded.flat<float>().data()), whole - filters, 0.0f);
    const int64_t size = thaw::kernelFloats(*arithmetic_, tile, channels, filters);
    TF_RETURN_IF_ERROR(context->allocate_temp(DT_FLOAT, TensorShape({size}), &made->transformed));
    float* u = made->transformed.flat<float>().data();
    const thaw::Kernel g = {kernel.flat<float>().data(), channels, filters, filters, channels * filters, false};
    const int64_t rows = thaw::panelsOf(*arithmetic_, filters) * channels;
    context->device()->tensorflow_cpu_worker_threads()->workers->ParallelFor(
        rows, thread::ThreadPool::SchedulingParams::Fixed(std::min<int64_t>(rows, 256)),
        [&](int64_t first, int64_t last) { arithmetic_->transforms[tile].kernel(g, first, last, u); });
    prepared_ = made;
    return absl::OkStatus();
  }

  const thaw::Arithmetic* arithmetic_;
  thaw::Convolution shape_ = {};  // what does not depend on the inputs
  mutex mutex_;
  std::shared_ptr<const Prepared> prepared_;
};
REGISTER_KERNEL_BUILDER(Name("ThawConv2D").Device(DEVICE_CPU), ThawConv2D);

}  // namespace
