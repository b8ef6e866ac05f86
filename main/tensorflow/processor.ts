import { readFileSync } from 'node:fs'
import type { Precision } from '../../contract/index.ts'
import { tensorflow } from './binding.ts'

/** Whether the processor multiplies bfloat16 itself (AVX512_BF16 or AMX); without that it is slower than float32. */
export function processorHasBfloat16(): boolean {
  try {
    return /\b(avx512_bf16|amx_bf16)\b/.test(readFileSync('/proc/cpuinfo', 'latin1'))
  } catch {
    return false // no such file on this system; TensorFlow's own wheels there do not use it either
  }
}

/** The precisions that are worth measuring here. */
export function precisionsHere(): Precision[] {
  return processorHasBfloat16() || tensorflow().isUsingGpuDevice() ? ['float32', 'bfloat16'] : ['float32']
}
