import { availableMemory } from 'node:process'
import { fail, type OptimizerName } from '../../contract/index.ts'
import { optimizers, shapesOf, sizeOf, weightSpecs, type Network } from '../network/index.ts'

/**
 * Bytes that training a network takes, about: weights, gradients and slots, and for each sample of a batch every layer's
 * output, its gradient and as much again for what convolutions use on the way.
 */
export function trainingBytes(network: Network, batch: number, optimizer: OptimizerName): number {
  const weights = weightSpecs(network).reduce((sum, { shape }) => sum + (sizeOf(shape) ?? 0), 0)
  const outputs = [...shapesOf(network).values()].reduce((sum, shape) => sum + (sizeOf(shape) ?? 0), 0)
  return 4 * (weights * (2 + optimizers[optimizer].slots.length) + 3 * batch * outputs)
}

/**
 * Whether the memory that is free will do.
 *
 * @throws `memory-short`, with the batch that would fit
 */
export function needMemory(network: Network, batch: number, optimizer: OptimizerName, free = availableMemory()): void {
  const foreseen = trainingBytes(network, batch, optimizer)
  if (foreseen <= free) return
  const fixed = trainingBytes(network, 0, optimizer)
  const fitting = Math.floor((batch * (free - fixed)) / (foreseen - fixed))
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw fail('memory-short', 'Training would need more memory than is free.', {
    expected: `about ${megabytes(foreseen)} for batches of ${batch}`,
    found: `${megabytes(free)} free`,
    remedy:
      fitting >= 1
        ? `Take batches of ${fitting} or fewer, a smaller picture, or a higher line.`
        : 'Take a higher line or a smaller picture, or close other programs.',
  })
}
