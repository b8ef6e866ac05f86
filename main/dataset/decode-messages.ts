import type { Failure, PixelRule } from '../../contract/index.ts'

/** What the decoding thread is given when it starts. */
export interface DecodeTask {
  files: readonly string[]
  /** sha256 of each file, where its content must still be the same. */
  hashes?: readonly string[]
  rule: PixelRule
  batch: number
  /** How many batches it may make before the first `taken`. */
  ahead: number
}

/** To the thread: a batch was taken, so another may be made; or nothing more is wanted. */
export type DecodeOrder = 'taken' | 'stop'

/** From the thread, in the order of the files. A failure is the last word. */
export type DecodeReply = PhotographBatch | { failure: Failure }

export interface PhotographBatch {
  /** Index of the first file. */
  start: number
  count: number
  /** uint8 RGB, (count, size, size, 3), 0..255. Belongs to whoever gets it. */
  pixels: Uint8Array
}
