import type { Binding } from '../binding.ts'

/** What the arithmetic of our own ops is compiled for; `generic` is SSE2 on x64 and NEON on arm64. */
export type InstructionSet = 'avx512' | 'avx2' | 'generic'

export type KernelsInfo = { available: true; instructions: InstructionSet } | { available: false; reason: string }

/**
 * Whether the binding has our own ops in it, and the instruction set that they chose for this processor. The
 * environment variable THAW_KERNELS (`avx512`, `avx2`, `generic`), read at the first use, asks for a certain one.
 */
export function kernelsInfo(binding: Pick<Binding, 'executeOp' | 'tensorDataSync' | 'deleteTensor'>): KernelsInfo {
  try {
    const [tensor] = binding.executeOp('ThawKernelInfo', [], [], 1)
    if (!tensor) throw new Error('ThawKernelInfo gave no tensor')
    try {
      const [name] = binding.tensorDataSync(tensor.id)
      if (!(name instanceof Uint8Array)) throw new Error('ThawKernelInfo gave no string')
      return { available: true, instructions: new TextDecoder().decode(name) as InstructionSet }
    } finally {
      binding.deleteTensor(tensor.id)
    }
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) }
  }
}
