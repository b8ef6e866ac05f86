// Read before the binding's own sources: its tensors are copies, made at once.
//
// The binding hands a JavaScript array's memory to TensorFlow, which keeps it without a copy where it happens to be aligned to
// 64 bytes, and gives it back in whatever thread lets go of it last. A variable that was fed so is let go of in the middle of a
// training step, by a thread that must not call Node; and until then a step writes its result into the array.
#pragma once

#include <cstring>

#include "tensorflow/c/tf_tensor.h"

// What TF_NewTensor does, in TensorFlow's own memory. `release` is called before this returns.
inline TF_Tensor* newTensorOfItsOwn(TF_DataType type, const int64_t* dims, int rank, void* data, size_t bytes,
                                    void (*release)(void* data, size_t bytes, void* argument), void* argument) {
  TF_Tensor* tensor = TF_AllocateTensor(type, dims, rank, bytes);
  if (tensor != nullptr && bytes > 0) std::memcpy(TF_TensorData(tensor), data, bytes);
  release(data, bytes, argument);
  return tensor;
}

#define TF_NewTensor newTensorOfItsOwn
