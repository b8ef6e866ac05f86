import { z } from 'zod'
import type { Precision } from '../../contract/index.ts'
import { shapesOf } from '../network/index.ts'
import { precisionsHere } from '../tensorflow/index.ts'
import { baseBatch, openBase, type BaseOptions } from './base.ts'
import { measuredOnce, quickest } from './measured.ts'

/** bfloat16 must be ahead by this factor: it costs a hundredfold in accuracy. */
const worthwhile = 1.15

const choiceSchema = z.object({
  precision: z.enum(['float32', 'bfloat16']),
  /** Photographs per second as measured, where it was. */
  speeds: z.record(z.string(), z.number()),
})
export type PrecisionChoice = z.infer<typeof choiceSchema>

function photographsPerSecond(options: BaseOptions): number {
  const size = shapesOf(options.network).get(options.network.layers[0]!.name)!.map(Number)
  const pixels = new Uint8Array(baseBatch * size.reduce((a, b) => a * b, 1)).map((_, i) => (i * 2654435761) >>> 24)
  const base = openBase(options)
  try {
    return baseBatch / quickest(() => base.features(pixels, baseBatch), 3)
  } finally {
    base.close()
  }
}

/**
 * The precision in which a base runs fastest on this machine: measured once for a machine, library and network, kept in
 * the user's cache. float32 unless bfloat16 is clearly ahead, so never slower than float32.
 */
export async function choosePrecision(options: Omit<BaseOptions, 'precision'>): Promise<PrecisionChoice> {
  if (!precisionsHere().includes('bfloat16')) return { precision: 'float32', speeds: {} }
  const subject = { shapes: [...shapesOf(options.network)], convolutions: options.convolutions }
  return measuredOnce('precision', subject, choiceSchema, () => {
    const speeds: Record<Precision, number> = {
      float32: photographsPerSecond({ ...options, precision: 'float32' }),
      bfloat16: photographsPerSecond({ ...options, precision: 'bfloat16' }),
    }
    return { precision: speeds.bfloat16 > worthwhile * speeds.float32 ? 'bfloat16' : 'float32', speeds }
  })
}
