// ThawKernelInfo: the instruction set that ThawConv2D runs with, as a string. That it is there says the kernels are.
#include "instructions.h"
#include "tensorflow/core/framework/common_shape_fns.h"
#include "tensorflow/core/framework/op.h"
#include "tensorflow/core/framework/op_kernel.h"
#include "tensorflow/core/framework/shape_inference.h"

namespace {
using namespace tensorflow;

REGISTER_OP("ThawKernelInfo").Output("instructions: string").SetShapeFn(shape_inference::ScalarShape);

class ThawKernelInfo : public OpKernel {
 public:
  using OpKernel::OpKernel;

  void Compute(OpKernelContext* context) override {
    std::string reason;
    const thaw::Arithmetic* arithmetic = thaw::arithmetic(&reason);
    OP_REQUIRES(context, arithmetic, absl::FailedPreconditionError(reason));
    Tensor* instructions;
    OP_REQUIRES_OK(context, context->allocate_output(0, TensorShape({}), &instructions));
    instructions->scalar<tstring>()() = arithmetic->name;
  }
};
REGISTER_KERNEL_BUILDER(Name("ThawKernelInfo").Device(DEVICE_CPU), ThawKernelInfo);

}  // namespace
