// The 3x3 convolutions of a training step (NHWC, stride 1, dilation 1, float32), whose kernel is an input and changes
// each time: ThawConv2DStep computes forward with bias and ReLU, ThawConv2DInputGradient takes a gradient back to the
// input, which is the convolution with the kernel turned by 180 degrees, channels and filters exchanged, and
// ThawConv2DFilterGradient gives the kernel's gradient. Registered when the binding is loaded, as ThawConv2D is.
#include "instructions.h"
#include "step.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

namespace {
using namespace tensorflow;
using shape_inference::DimensionHandle;
using shape_inference::InferenceContext;
using shape_inference::ShapeHandle;

/** A picture's shape with `more` rows and columns and other channels. */
absl::Status pictures(InferenceContext* c, int input, int64_t more, DimensionHandle channels) {
  ShapeHandle x;
  TF_RETURN_IF_ERROR(c->WithRank(c->input(input), 4, &x));
  DimensionHandle size[2];
  for (int i = 0; i < 2; i++)
    TF_RETURN_IF_ERROR(more < 0 ? c->Subtract(c->Dim(x, 1 + i), -more, &size[i])
                                : c->Add(c->Dim(x, 1 + i), more, &size[i]));
  c->set_output(0, c->MakeShape({c->Dim(x, 0), size[0], size[1], channels}));
  return absl::OkStatus();
}

absl::Status isSame(InferenceContext* c, bool* same) {
  std::string padding;
  TF_RETURN_IF_ERROR(c->GetAttr("padding", &padding));
  *same = padding == "SAME";
  return absl::OkStatus();
}

REGISTER_OP("ThawConv2DStep")
    .Input("input: float")    // [batch, height, width, channels]
    .Input("kernel: float")   // [3, 3, channels, filters]
    .Input("bias: float")     // [filters]; [0]: none
    .Output("output: float")  // [batch, height, width, filters]; VALID: two less each way
    .Attr("tile: int")        // outputs each way that one transform makes: 2, 3, 4, 6; 1: direct, for few channels
    .Attr("padding: {'SAME', 'VALID'}")
    .Attr("relu: bool")
    .SetShapeFn([](InferenceContext* c) {
      ShapeHandle kernel;
      bool same;
      TF_RETURN_IF_ERROR(c->WithRank(c->input(1), 4, &kernel));
      TF_RETURN_IF_ERROR(isSame(c, &same));
      return pictures(c, 0, same ? 0 : -2, c->Dim(kernel, 3));
    });

REGISTER_OP("ThawConv2DInputGradient")
    .Input("kernel: float")    // [3, 3, channels, filters]
    .Input("gradient: float")  // that reaches the output: [batch, height, width, filters]
    .Output("output: float")   // [batch, height, width, channels]; VALID: two more each way
    .Attr("tile: int")         // 2, 3, 4, 6
    .Attr("padding: {'SAME', 'VALID'}")
    .SetShapeFn([](InferenceContext* c) {
      ShapeHandle kernel;
      bool same;
      TF_RETURN_IF_ERROR(c->WithRank(c->input(0), 4, &kernel));
      TF_RETURN_IF_ERROR(isSame(c, &same));
      return pictures(c, 1, same ? 0 : 2, c->Dim(kernel, 2));
    });

REGISTER_OP("ThawConv2DFilterGradient")
    .Input("input: float")     // [batch, height, width, channels]
    .Input("gradient: float")  // that reaches the output: [batch, height, width, filters]; VALID: two less each way
    .Output("output: float")   // [3, 3, channels, filters]
    .Attr("tile: int")         // 2, 3, 4, 6
    .Attr("padding: {'SAME', 'VALID'}")
    .SetShapeFn([](InferenceContext* c) {
      ShapeHandle input, gradient;
      TF_RETURN_IF_ERROR(c->WithRank(c->input(0), 4, &input));
      TF_RETURN_IF_ERROR(c->WithRank(c->input(1), 4, &gradient));
      c->set_output(0, c->MakeShape({c->MakeDim(3), c->MakeDim(3), c->Dim(input, 3), c->Dim(gradient, 3)}));
      return absl::OkStatus();
    });

/** What the three have in common: tile, padding, the arithmetic, and how they run. */
class StepOp : public OpKernel {
 public:
  explicit StepOp(OpKernelConstruction* context) : OpKernel(context) {
    std::string padding, reason;
    OP_REQUIRES_OK(context, context->GetAttr("tile", &tile_));
    OP_REQUIRES_OK(context, context->GetAttr("padding", &padding));
    arithmetic_ = thaw::arithmetic(&reason);
    OP_REQUIRES(context, arithmetic_, absl::FailedPreconditionError(type_string() + ": " + reason));
    OP_REQUIRES(context, tile_ >= 1 && tile_ <= 6 && tile_ != 5 && (tile_ > 1 || type_string() == "ThawConv2DStep"),
                absl::InvalidArgumentError(type_string() + ": tile is 2, 3, 4 or 6, and 1 forward"));
    same_ = padding == "SAME";
  }

 protected:
  absl::Status wrong(const char* what, const Tensor& tensor) const {
    return absl::InvalidArgumentError(type_string() + ": " + what + " of shape " + tensor.shape().DebugString());
  }

  absl::Status takesKernel(const Tensor& kernel) const {
    const bool isSquare = kernel.dims() == 4 && kernel.dim_size(0) == 3 && kernel.dim_size(1) == 3;
    const bool isWide = isSquare && kernel.dim_size(3) >= thaw::fewest &&
                        kernel.dim_size(2) >= (tile_ == 1 ? 1 : thaw::fewest);
    return isWide ? absl::OkStatus() : wrong("a kernel", kernel);
  }

  /** The convolution of pictures `x` that are padded by so many zeros. */
  thaw::Convolution shapeOf(const Tensor& x, int64_t padding, int64_t filters) const {
    thaw::Convolution s = {};
    s.x = x.flat<float>().data();
    s.batch = x.dim_size(0), s.height = x.dim_size(1), s.width = x.dim_size(2), s.channels = x.dim_size(3);
    s.outHeight = s.height + 2 * padding - 2, s.outWidth = s.width + 2 * padding - 2;
    s.tilesDown = (s.outHeight + tile_ - 1) / tile_, s.tilesAcross = (s.outWidth + tile_ - 1) / tile_;
    s.filters = s.apart = filters, s.padding = padding, s.tile = tile_;
    return s;
  }

  /** Runs it into the output, a new tensor. `bias`: null, or [filters]. */
  void convolve(OpKernelContext* context, thaw::Convolution s, const thaw::Kernel& kernel, const Tensor* bias) const {
    Tensor *y, padded, scratch, transformed;
    const TensorShape shape({s.batch, s.outHeight, s.outWidth, s.filters});
    OP_REQUIRES_OK(context, context->allocate_output(0, shape, &y));
    if (!y->NumElements()) return;
    const int64_t whole = thaw::panelsOf(*arithmetic_, s.filters) * arithmetic_->panel;
    OP_REQUIRES_OK(context, context->allocate_temp(DT_FLOAT, TensorShape({whole}), &padded));
    float* const sums = padded.flat<float>().data();
    std::fill_n(sums, whole, 0.0f);
    if (bias) std::copy_n(bias->flat<float>().data(), s.filters, sums);
    s.bias = sums, s.y = y->flat<float>().data();

    const auto parallel = parallelOf(context);
    const int64_t size = thaw::kernelFloats(*arithmetic_, s.tile, s.channels, s.filters);
    if (s.tile > 1 && size > thaw::smallStepKernel) {
      const thaw::StepSchedule schedule = thaw::stepScheduleOf(s, *arithmetic_, threadsOf(context));
      OP_REQUIRES_OK(context, context->allocate_temp(DT_FLOAT, TensorShape({schedule.scratch}), &scratch));
      thaw::convolveStep(s, kernel, *arithmetic_, schedule, scratch.flat<float>().data(), parallel);
      return;
    }
    OP_REQUIRES_OK(context, context->allocate_temp(DT_FLOAT, TensorShape({size}), &transformed));
    float* const u = transformed.flat<float>().data();
    const int64_t rows = thaw::panelsOf(*arithmetic_, s.filters) * s.channels;
    parallel(rows, 64, [&](int64_t first, int64_t last, int64_t) {
      arithmetic_->transforms[s.tile].kernel(kernel, first, last, u);
    });
    s.u = u;
    const thaw::Schedule schedule = thaw::scheduleOf(s, *arithmetic_, threadsOf(context));
    OP_REQUIRES_OK(context, context->allocate_temp(DT_FLOAT, TensorShape({schedule.scratch}), &scratch));
    thaw::convolve(s, *arithmetic_, schedule, scratch.flat<float>().data(), parallel);
  }

  static thread::ThreadPool* workersOf(OpKernelContext* context) {
    return context->device()->tensorflow_cpu_worker_threads()->workers;
  }
  /** One more than the pool has: the calling thread works too. */
  static int64_t threadsOf(OpKernelContext* context) { return workersOf(context)->NumThreads() + 1; }

  struct Parallel {
    thread::ThreadPool* workers;
    template <class Work>
    void operator()(int64_t total, int64_t atOnce, const Work& work) const {
      workers->ParallelForWithWorkerId(total, thread::ThreadPool::SchedulingParams::Fixed(atOnce), work);
    }
  };
  static Parallel parallelOf(OpKernelContext* context) { return {workersOf(context)}; }

  const thaw::Arithmetic* arithmetic_;
  int64_t tile_;
  bool same_;
};

class ThawConv2DStep : public StepOp {
 public:
  explicit ThawConv2DStep(OpKernelConstruction* context) : StepOp(context) {
    OP_REQUIRES_OK(context, context->GetAttr("relu", &relu_));
  }

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &kernel = context->input(1), &bias = context->input(2);
    const int64_t less = same_ ? 0 : 2;
    OP_REQUIRES_OK(context, takesKernel(kernel));
    const int64_t channels = kernel.dim_size(2), filters = kernel.dim_size(3);
    OP_REQUIRES(context,
                x.dims() == 4 && x.dim_size(3) == channels && x.dim_size(1) >= less && x.dim_size(2) >= less,
                wrong("an input", x));
    OP_REQUIRES(context, bias.dims() == 1 && (bias.dim_size(0) == filters || bias.dim_size(0) == 0),
                wrong("a bias", bias));
    thaw::Convolution s = shapeOf(x, same_ ? 1 : 0, filters);
    s.relu = relu_;
    const float* g = kernel.flat<float>().data();
    convolve(context, s, {g, channels, filters, filters, channels * filters, false},
             bias.NumElements() ? &bias : nullptr);
  }

 private:
  bool relu_;
};
REGISTER_KERNEL_BUILDER(Name("ThawConv2DStep").Device(DEVICE_CPU), ThawConv2DStep);

class ThawConv2DInputGradient : public StepOp {
 public:
  using StepOp::StepOp;

  void Compute(OpKernelContext* context) override {
    const Tensor &kernel = context->input(0), &dy = context->input(1);
    OP_REQUIRES_OK(context, takesKernel(kernel));
    const int64_t channels = kernel.dim_size(2), filters = kernel.dim_size(3);
    OP_REQUIRES(context, dy.dims() == 4 && dy.dim_size(3) == filters, wrong("a gradient", dy));
    const float* g = kernel.flat<float>().data();
    convolve(context, shapeOf(dy, same_ ? 1 : 2, channels), {g, filters, channels, filters, channels * filters, true},
             nullptr);
  }
};
REGISTER_KERNEL_BUILDER(Name("ThawConv2DInputGradient").Device(DEVICE_CPU), ThawConv2DInputGradient);

class ThawConv2DFilterGradient : public StepOp {
 public:
  using StepOp::StepOp;

  void Compute(OpKernelContext* context) override {
    const Tensor &x = context->input(0), &dy = context->input(1);
    const int64_t less = same_ ? 0 : 2;
    OP_REQUIRES(context, x.dims() == 4 && x.dim_size(3) >= thaw::fewest, wrong("an input", x));
    OP_REQUIRES(context,
                dy.dims() == 4 && dy.dim_size(0) == x.dim_size(0) && dy.dim_size(1) + less == x.dim_size(1) &&
                    dy.dim_size(2) + less == x.dim_size(2) && dy.dim_size(3) >= thaw::fewest,
                wrong("a gradient", dy));
    thaw::Convolution s = shapeOf(x, same_ ? 1 : 0, dy.dim_size(3));
    s.dy = dy.flat<float>().data();
    Tensor *gradient, scratch;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({3, 3, s.channels, s.filters}), &gradient));
    float* const dg = gradient->flat<float>().data();
    if (!dy.NumElements()) {
      std::fill_n(dg, gradient->NumElements(), 0.0f);
      return;
    }
    const thaw::StepSchedule schedule = thaw::gradientScheduleOf(s, *arithmetic_, threadsOf(context));
    OP_REQUIRES_OK(context, context->allocate_temp(DT_FLOAT, TensorShape({schedule.scratch}), &scratch));
    thaw::kernelGradient(s, *arithmetic_, schedule, scratch.flat<float>().data(), dg, parallelOf(context));
  }
};
REGISTER_KERNEL_BUILDER(Name("ThawConv2DFilterGradient").Device(DEVICE_CPU), ThawConv2DFilterGradient);

}  // namespace
