import type { Network } from '../network/index.ts'
import type { Base, BaseOptions } from './base.ts'
import { chain, convolution3x3, halve, picture } from './layers.ts'
import { rescale } from './preprocessing.ts'

const convolution = (name: string, filters: number) => convolution3x3(name, filters, 'valid')

/** The small convnet that Chollet, Deep Learning with Python, 5.2, trains from scratch; names as Keras gives them. */
function build({ size }: BaseOptions): Network {
  return chain('convnet', [
    picture(size),
    convolution('conv2d', 32),
    halve('max_pooling2d'),
    convolution('conv2d_1', 64),
    halve('max_pooling2d_1'),
    convolution('conv2d_2', 128),
    halve('max_pooling2d_2'),
    convolution('conv2d_3', 128),
    halve('max_pooling2d_3'),
  ])
}

export const convnet: Base = {
  name: 'convnet',
  title: 'Small convnet',
  paper: 'https://www.manning.com/books/deep-learning-with-python',
  build,
  preprocess: { imagenet: rescale, rescale },
  weights: null,
  fineTuneFrom: null,
}
