import { scale } from './data.ts'
import type { Row } from './row.ts'
import type { WorkerCommand } from './worker.ts'

/** Where the line stands in the rows `step-at-LAYER`. */
export const linePlaces = ['block5_conv1', 'block4_conv1', 'block3_conv1', 'block2_conv1', 'block1_conv1'] as const

/** Where it stands in the rows `line-time-at-LAYER`: at places that `measureLine` measures, and between them. */
export const timedPlaces = ['block5_conv1', 'block4_conv2', 'block3_conv1', 'block2_conv2', 'block1_conv1'] as const

/** What the rows that train through the base share; `thaw` and `peer` start the two sides. */
export function trainingRows(
  thaw: (row: string, folder: string) => () => WorkerCommand,
  peer: (script: string, row: string, folder: string) => () => WorkerCommand,
): [string, (folder: string) => Row][] {
  const seconds = { unit: 's', better: 'less', value: (ms: number, runs: number) => ms / runs / 1000 } as const
  const [train, validation] = [scale.train, scale.validation].map((count) => count * scale.classes.length)
  const size = `${train} photographs to train on, ${validation} to validate`
  const recipe = (name: string, row: string, note: string): [string, (folder: string) => Row] => [
    name,
    (folder) => ({
      ...seconds,
      name,
      peerName: 'Keras',
      note: `${size}; ${note}; peer: ImageDataGenerator and fit, frozen below`,
      rounds: 2,
      runs: 1,
      thaw: thaw(name, folder),
      peer: peer('keras_training.py', row, folder),
    }),
  ]
  return [
    recipe('recipe-augment-bank4', 'augment', '30 epochs; Thaw keeps four draws of each'),
    recipe('recipe-augment-fresh', 'augment', '30 epochs; Thaw draws anew in every epoch'),
    recipe(
      'recipe-finetune-bank4',
      'finetune',
      '30 epochs of the head, 100 from block5_conv1; Thaw keeps four draws of each',
    ),
    ...linePlaces.map((layer): [string, (folder: string) => Row] => [
      `step-at-${layer}`,
      (folder) => ({
        ...seconds,
        name: `step-at-${layer}`,
        peerName: 'Keras',
        note: `one RMSprop step of ${scale.batch}, the line under ${layer}; Thaw from the cache, peer: train_on_batch of the whole model`,
        rounds: 5,
        runs: 2,
        thaw: thaw(`step-at-${layer}`, folder),
        peer: peer('keras_training.py', `step-at-${layer}`, folder),
      }),
    ]),
    ...timedPlaces.map((layer): [string, (folder: string) => Row] => [
      `line-time-at-${layer}`,
      (folder) => ({
        ...seconds,
        name: `line-time-at-${layer}`,
        peerName: 'shown on the line',
        note: `an epoch from the cache with the line under ${layer}, ${size}, against the time that the Model screen shows for it; the ratio is shown by real, right between 0.7 and 1.3`,
        rounds: 2,
        runs: 3,
        thaw: thaw(`line-time-at-${layer}`, folder),
        peer: thaw(`line-shown-at-${layer}`, folder),
      }),
    ]),
  ]
}
