import type { Augmentation } from '../../contract/index.ts'
import { drawOf, type Draw } from '../dataset/index.ts'
import { randomStream } from '../network/index.ts'
import type { FeatureKey } from './key.ts'

/**
 * The draw of a photograph in a pass: the same for the same photograph, seed and pass whatever its company, so that a bank of
 * K draws is what K passes of fresh ones would have seen.
 */
export const drawOfPhotograph = (settings: Augmentation, seed: number, sha256: string, pass: number): Draw =>
  drawOf(settings, randomStream(seed, 'draw', sha256, pass))

/** The draw that a key wants of a photograph; null: as it is. */
export const drawOfKey = ({ draw }: FeatureKey, sha256: string): Draw | null =>
  draw ? drawOfPhotograph(draw.settings, draw.seed, sha256, draw.index) : null
