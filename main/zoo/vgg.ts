import type { Network } from '../network/index.ts'
import type { Base, BaseOptions } from './base.ts'
import { chain, convolution3x3, dense, flatten, halve, picture } from './layers.ts'
import { weightsEntry } from './manifest.ts'
import { caffe, rescale } from './preprocessing.ts'

/** Table 1 of Simonyan and Zisserman, 2014: filters of each block, and for its columns D and E how many 3×3 convolutions. */
const table = [
  { block: 'block1', filters: 64, D: 2, E: 2 },
  { block: 'block2', filters: 128, D: 2, E: 2 },
  { block: 'block3', filters: 256, D: 3, E: 4 },
  { block: 'block4', filters: 512, D: 3, E: 4 },
  { block: 'block5', filters: 512, D: 3, E: 4 },
]

function build(name: string, column: 'D' | 'E', { size, includeTop }: BaseOptions): Network {
  const blocks = table.flatMap(({ block, filters, [column]: count }) => [
    ...Array.from({ length: count }, (_, i) => convolution3x3(`${block}_conv${i + 1}`, filters)),
    halve(`${block}_pool`),
  ])
  const classifier = [
    flatten('flatten'),
    dense('fc1', 4096, 'relu'),
    dense('fc2', 4096, 'relu'),
    dense('predictions', 1000, 'softmax'),
  ]
  return chain(name, [picture(includeTop ? (size ?? 224) : size), ...blocks, ...(includeTop ? classifier : [])])
}

const vgg = (name: string, title: string, column: 'D' | 'E'): Base => ({
  name,
  title,
  paper: 'https://arxiv.org/abs/1409.1556',
  build: (options) => build(name, column, options),
  preprocess: { imagenet: caffe, rescale },
  weights: weightsEntry(name),
  fineTuneFrom: 'block5_conv1',
})

/** `keras.applications.VGG16` */
export const vgg16 = vgg('vgg16', 'VGG16', 'D')

/** `keras.applications.VGG19` */
export const vgg19 = vgg('vgg19', 'VGG19', 'E')
