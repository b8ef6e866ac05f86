import { beforeAll, expect, test } from 'vitest'
import type { NetworkSummary } from '../../contract/index.ts'
import { connectionsOf } from '../../main/network/index.ts'
import { summaryText } from '../../main/cli/text/summary.ts'
import { runPython } from '../helpers/oracle.ts'
import { fileURLToPath } from 'node:url'
import { thaw } from './commands.ts'

/** What Keras prints: a base with a size, without one, wider; a branching model in a narrow and in a wide terminal. */
let printed: [sized: string, free: string, wide: string, branchingNarrow: string, branchingWide: string]
beforeAll(async () => {
  const script = fileURLToPath(new URL('./keras_summary.py', import.meta.url))
  printed = JSON.parse(await runPython(script)) as typeof printed
})

async function summaryOf(...parameters: string[]): Promise<NetworkSummary> {
  const { code, stdout } = await thaw('summary', '--json', ...parameters)
  expect(code).toBe(0)
  return JSON.parse(stdout) as NetworkSummary
}

test('a base has the layers, shapes and parameters of the book', async () => {
  const { name, layers, ...totals } = await summaryOf('--base', 'vgg16', '--input', '150x150x3')
  expect(name).toBe('vgg16')
  expect(layers).toHaveLength(19)
  expect(layers[1]).toEqual({
    name: 'block1_conv1',
    type: 'Conv2D',
    outputShape: [null, 150, 150, 64],
    params: 1792,
    trainable: true,
  })
  expect(totals).toEqual({ totalParams: 14_714_688, trainableParams: 14_714_688, nonTrainableParams: 0 })
})

test('below the unfreeze point nothing is trainable, above the cut there is nothing', async () => {
  const thawed = await summaryOf('--base', 'vgg16', '--unfreeze', 'block5_conv1')
  expect(thawed.trainableParams).toBe(7_079_424)
  expect(thawed.layers.filter(({ trainable }) => trainable).map(({ name }) => name)[0]).toBe('block5_conv1')
  const cut = await summaryOf('--base', 'vgg16', '--cut', 'block3_pool', '--unfreeze', 'none')
  expect(cut.layers.at(-1)?.name).toBe('block3_pool')
  expect(cut.trainableParams).toBe(0)
})

test('it is printed as Keras prints it', async () => {
  const [sized, free, wide] = printed
  const without = await summaryOf('--base', 'vgg16')
  const within = await summaryOf('--base', 'vgg16', '--input', '150x150x3')
  expect(withoutInputName(summaryText(within, 80))).toBe(withoutInputName(sized))
  expect(withoutInputName(summaryText(without, 80))).toBe(withoutInputName(free))
  expect(withoutInputName(summaryText(within, 120))).toBe(withoutInputName(wide))
})

test('where layers branch, it says what each is connected to, as Keras does', () => {
  const [, , , narrow, wide] = printed
  const layer = (name: string, kind: string, inputs: string[]) => ({ name, kind, inputs, config: {} })
  const layers = [
    layer('picture', 'InputLayer', []),
    layer('left', 'Conv2D', ['picture']),
    layer('a_convolution_with_a_long_name', 'Conv2D', ['picture']),
    layer('both', 'Add', ['left', 'a_convolution_with_a_long_name']),
    layer('flat', 'Flatten', ['both']),
  ]
  const shapes = [[8, 8, 3], [8, 8, 4], [8, 8, 4], [8, 8, 4], [256]]
  const connections = connectionsOf(layers.map((layer) => ({ name: layer.name, layers: [layer] })))
  expect(
    connectionsOf([
      { name: 'picture', layers: layers.slice(0, 1) },
      { name: 'left', layers: layers.slice(1, 2) },
    ]),
  ).toBe(null)
  const summary: NetworkSummary = {
    name: 'branching',
    layers: layers.map(({ name, kind }, index) => ({
      name,
      type: kind,
      outputShape: [null, ...shapes[index]!],
      params: kind === 'Conv2D' ? 112 : 0,
      trainable: true,
      connectedTo: connections![index],
    })),
    totalParams: 224,
    trainableParams: 224,
    nonTrainableParams: 0,
  }
  expect(summaryText(summary, 70)).toBe(narrow.trimEnd())
  expect(summaryText(summary, 130)).toBe(wide.trimEnd())
})

/** Keras numbers its input layers through a process: `input_layer_1 (InputLayer)`. */
function withoutInputName(text: string): string {
  return text.trimEnd().replace(/│ input_layer\w* \(InputLayer\) +│/, '│ (InputLayer) │')
}
