// Read before the binding's own sources: a session looks for what can be optimized in its graph once, and only where our graphs
// leave something.
//
// TensorFlow's graph optimizer copies the whole graph, constants and all, in each of a dozen passes, and goes through them twice:
// for VGG16's base that takes longer than twenty photographs. Our graphs are built as they are to run; what they leave is to
// work out constants, to fuse a convolution with its bias and activation, and the layout that a GPU wants.
#pragma once

#include <cstdio>
#include <cstdlib>

#include "tensorflow/c/c_api.h"

inline TF_SessionOptions* newSessionOptions() {
  // A ConfigProto; fields as tensorflow/core/protobuf/config.proto and rewriter_config.proto number them.
  static const char config[] =
      "\x52\x21"      // graph_options (10), 33 bytes
      "\x52\x1f"      // rewrite_options (10), 31 bytes
      "\x60\x01"      // meta_optimizer_iterations (12): ONE
      "\xa2\x06\x09"  // optimizers (100), three names with their lengths: these alone, in this order
      "constfold"
      "\xa2\x06\x05"
      "remap"
      "\xa2\x06\x06"
      "layout";
  TF_SessionOptions* options = TF_NewSessionOptions();
  TF_Status* status = TF_NewStatus();
  TF_SetConfig(options, config, sizeof config - 1, status);
  if (TF_GetCode(status) != TF_OK) {
    std::fprintf(stderr, "TensorFlow refused the session's options: %s\n", TF_Message(status));
    std::abort();
  }
  TF_DeleteStatus(status);
  return options;
}

#define TF_NewSessionOptions newSessionOptions
