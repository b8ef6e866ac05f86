import type { Failure } from '../../contract/index.ts'
import type { Weights } from '../network/index.ts'
import type { KerasModelFile } from './keras-model.ts'

/** What the reading thread can be asked for, and what comes of it. */
export interface Readings {
  model: KerasModelFile
  weights: Weights
}

export interface ReadTask {
  kind: keyof Readings
  path: string
}

/** `last`: the thread ends after this answer. */
export type ReadReply = { value: Readings[keyof Readings] } | { failure: Failure; last: boolean }
