import type { AppHandlerInput, NetworkRow } from '../../../contract/index.ts'
import { boundaryOf, layerNamed, multiplyAddsOf, shapesOf, summarize, type Network } from '../../network/index.ts'
import type { AppHandler } from '../context.ts'

export const previewNetwork: AppHandler<'preview-network'> = async ({ speeds }, input) => {
  const measured = await speeds.read()
  return { rows: await networkRows(input), imagesPerSecond: measured[`${input.base} ${input.size}`] ?? null }
}

/** A base and the head on it, from the input up. */
export async function networkRows(input: AppHandlerInput<'preview-network'>): Promise<NetworkRow[]> {
  const { findBase } = await import('../../zoo/index.ts')
  const { headNetwork } = await import('../../training/index.ts')
  const base = findBase(input.base).build({ size: input.size, includeTop: false })
  const shape = shapesOf(base).get(layerNamed(base, input.cut ?? base.output).name)!
  const head = headNetwork(shape, { units: input.head, dropout: input.dropout }, input.classes)
  return [...rowsOf(base, 'base'), ...rowsOf(head, 'head').slice(1)]
}

function rowsOf(network: Network, part: 'base' | 'head'): NetworkRow[] {
  const work = multiplyAddsOf(network)
  return summarize(network).layers.map(({ name, type, outputShape, params }, at, layers): NetworkRow => {
    const above = layers[at + 1]?.name ?? 'none'
    return {
      name,
      type,
      part: type === 'InputLayer' ? 'input' : part,
      block: part === 'base' ? (/^(block\d+)_/.exec(name)?.[1] ?? null) : null,
      outputShape: outputShape.slice(1).map(Number),
      params,
      multiplyAdds: work.get(name) ?? 0,
      boundary: part === 'base' && boundaryOf(network, above) === name,
    }
  })
}
