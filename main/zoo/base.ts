import type { Preprocessing } from '../../contract/index.ts'
import type { Network } from '../network/index.ts'
import type { WeightsEntry } from './manifest.ts'
import type { Affine } from './preprocessing.ts'

export interface BaseOptions {
  /** Height and width in pixels; null: any, except with the classifier, which takes 224. */
  readonly size: number | null
  /** With ImageNet's classifier of 1000 classes. */
  readonly includeTop: boolean
}

/** A convolutional base as people choose it. */
export interface Base {
  /** Keras's name. */
  readonly name: string
  readonly title: string
  readonly paper: string
  build(options: BaseOptions): Network
  readonly preprocess: Readonly<Record<Preprocessing, Affine>>
  /** Where its ImageNet weights come from; null: there are none. */
  readonly weights: WeightsEntry | null
  /** The first layer that fine-tuning thaws, if not told otherwise; null where nothing is pretrained. */
  readonly fineTuneFrom: string | null
}
