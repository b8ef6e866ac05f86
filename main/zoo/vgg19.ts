import type { Network } from '../network/index.ts'
import type { Base, BaseOptions } from './base.ts'
import { chain, convolution3x3, dense, flatten, halve, picture } from './layers.ts'
import { weightsEntry } from './manifest.ts'
import { caffe, rescale } from './preprocessing.ts'

/** VGG19: column E of table 1 in Simonyan and Zisserman, 2014; `keras.applications.VGG19`. */
function build({ size, includeTop }: BaseOptions): Network {
  const classifier = [
    flatten('flatten'),
    dense('fc1', 4096, 'relu'),
    dense('fc2', 4096, 'relu'),
    dense('predictions', 1000, 'softmax'),
  ]
  return chain('vgg19', [
    picture(includeTop ? (size ?? 224) : size),

    convolution3x3('block1_conv1', 64),
    convolution3x3('block1_conv2', 64),
    halve('block1_pool'),

    convolution3x3('block2_conv1', 128),
    convolution3x3('block2_conv2', 128),
    halve('block2_pool'),

    convolution3x3('block3_conv1', 256),
    convolution3x3('block3_conv2', 256),
    convolution3x3('block3_conv3', 256),
    convolution3x3('block3_conv4', 256),
    halve('block3_pool'),

    convolution3x3('block4_conv1', 512),
    convolution3x3('block4_conv2', 512),
    convolution3x3('block4_conv3', 512),
    convolution3x3('block4_conv4', 512),
    halve('block4_pool'),

    convolution3x3('block5_conv1', 512),
    convolution3x3('block5_conv2', 512),
    convolution3x3('block5_conv3', 512),
    convolution3x3('block5_conv4', 512),
    halve('block5_pool'),

    ...(includeTop ? classifier : []),
  ])
}

export const vgg19: Base = {
  name: 'vgg19',
  title: 'VGG19',
  paper: 'https://arxiv.org/abs/1409.1556',
  build,
  preprocess: { imagenet: caffe, rescale },
  weights: weightsEntry('vgg19'),
  fineTuneFrom: 'block5_conv1',
}
