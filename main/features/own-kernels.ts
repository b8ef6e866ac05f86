import { kernelsInfo, tensorflow } from '../tensorflow/index.ts'

/** Whether our own kernels compute here: they are in the binding, this processor runs them, and no GPU is used. */
export function ownKernelsRun(): boolean {
  const binding = tensorflow()
  return !binding.isUsingGpuDevice() && kernelsInfo(binding).available
}
