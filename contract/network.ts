/** What `summary` answers: Keras's `model.summary()` as data. */
export interface SummaryLayer {
  name: string
  /** Keras class name, e.g. `Conv2D`. */
  type: string
  /** The batch axis, and sizes without an input size, are null. */
  outputShape: (number | null)[]
  params: number
  trainable: boolean
  /** Where layers branch: the layers whose outputs it takes, as Keras writes them, `add[0][0]`. Left out in a chain. */
  connectedTo?: string[]
}

export interface NetworkSummary {
  name: string
  layers: SummaryLayer[]
  totalParams: number
  trainableParams: number
  nonTrainableParams: number
  /** Numbers that the optimizer of a compiled model keeps in the file, which `totalParams` leaves out, and their bytes. */
  optimizerParams?: number
  optimizerBytes?: number
}

export const precisions = ['float32', 'bfloat16'] as const
export type Precision = (typeof precisions)[number]

export const convolutions = ['auto', 'direct'] as const
export type ConvolutionChoice = (typeof convolutions)[number]

export const preprocessings = ['imagenet', 'rescale'] as const
/** `imagenet`: the base's own (Caffe's for VGG16: RGB to BGR, minus the channel means); `rescale`: 1/255. */
export type Preprocessing = (typeof preprocessings)[number]
