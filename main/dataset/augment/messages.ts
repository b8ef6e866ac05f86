import type { Augmentation, Failure, PixelRule } from '../../../contract/index.ts'
import type { PhotographBatch } from '../decode-messages.ts'
import type { Draw } from './draw.ts'

/** What the augmenting thread is given when it starts. */
export interface AugmentTask {
  files: readonly string[]
  /** sha256 of each file, where its content must still be the same. */
  hashes?: readonly string[]
  rule: PixelRule
  /** Bytes of decoded photographs that it may keep. */
  memory: number
}

/** How what is drawn is filled. */
export type Filling = Pick<Augmentation, 'fill_mode' | 'cval'>

/** To the thread: one batch of a pass; the rest of a pass is not wanted any more; or nothing more is wanted. */
export type AugmentOrder = AugmentBatch | { forget: number } | 'stop'

export interface AugmentBatch {
  /** Which pass it belongs to; they are numbered from 0. */
  pass: number
  /** Place of the first picture in the pass. */
  start: number
  /** Which files, and how each is changed; null: not at all. */
  pictures: readonly { file: number; draw: Draw | null }[]
  filling: Filling
}

/** From the thread, in the order of what was asked for. A pass ends with a failure. */
export type AugmentReply = { pass: number } & (PhotographBatch | { failure: Failure })
