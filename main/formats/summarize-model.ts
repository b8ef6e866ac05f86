import type { NetworkSummary } from '../../contract/index.ts'
import { connectionsOf, summarize } from '../network/index.ts'
import type { KerasModelFile } from './keras-model.ts'

/**
 * What Keras's `summary()` prints of a model file: a model inside it is one row, and a Sequential does not show its input.
 * What the file says may not change does not count as trainable; what an optimizer left in it is told apart.
 */
export function summarizeModel({
  network,
  outline,
  optimizer,
}: Pick<KerasModelFile, 'network' | 'outline' | 'optimizer'>): NetworkSummary {
  const frozen = new Set(outline.frozen)
  const names = network.layers.map(({ name }) => name)
  const whole = summarize(network, new Set(names.filter((name) => !frozen.has(name))))
  const byName = new Map(whole.layers.map((layer) => [layer.name, layer]))
  const rows = outline.rows.filter(({ type }) => outline.kind === 'Functional' || type !== 'InputLayer')
  const layerOf = new Map(network.layers.map((layer) => [layer.name, layer]))
  const connections = connectionsOf(
    outline.rows.map(({ name, layers }) => ({ name, layers: layers.map((layer) => layerOf.get(layer)!) })),
  )
  return {
    ...whole,
    ...(optimizer && { optimizerParams: optimizer.count, optimizerBytes: optimizer.bytes }),
    layers: rows.map(({ name, type, layers }) => {
      const inside = layers.map((layer) => byName.get(layer)!)
      return {
        name,
        type,
        outputShape: inside.at(-1)?.outputShape ?? [],
        params: inside.reduce((sum, { params }) => sum + params, 0),
        trainable: inside.some(({ trainable }) => trainable),
        ...(connections && { connectedTo: connections[outline.rows.findIndex((row) => row.name === name)] }),
      }
    }),
  }
}
