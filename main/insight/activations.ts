import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { ActivationRow, HandlerInput, Plan, Work } from '../../contract/index.ts'
import { decodePhotograph } from '../dataset/index.ts'
import { pixelRuleOf, prepareBase, type PreparedBase } from '../features/index.ts'
import { writeFolderAtomically } from '../files/index.ts'
import { frozenGraph, outputOf, shapesOf } from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'
import { factsOf, planFrom } from '../training/index.ts'
import { findBase } from '../zoo/index.ts'
import { strongestChannel, type Channel } from './channels.ts'
import { paint } from './paint.ts'

/** Pixels: what a row of the screen shows, twice over for dense screens, with some to spare. */
const largestPicture = 256

/** Where in a folder of pictures it is written what they show. */
export const rowsFile = 'rows.json'

/**
 * Draws what one photograph makes of a base, in float32: for each convolution the channel with the highest mean
 * activation, in viridis, black being 0 and yellow the channel's highest value. Writes the pictures and `rows.json` into the folder
 * `out`, whole or not at all.
 *
 * @throws what `decodePhotograph` and `prepareBase` throw, `cannot-write`
 */
export async function drawActivations(
  { photograph, sha256, out, ...choices }: HandlerInput<'draw-activations'>,
  work: Work,
): Promise<{ rows: ActivationRow[] }> {
  const base = findBase(choices.base)
  const plan = planFrom({ ...choices, base: base.name }, factsOf(base.name))
  const pixels = await decodePhotograph(photograph, pixelRuleOf(plan), sha256)
  const prepared = await prepareBase(plan, work)
  work.signal.throwIfAborted()
  const channels = channelsOf(prepared, plan, pixels)
  const rows = channels.map(({ layer, index }) => ({ layer, channel: index, picture: `${layer}.png` }))
  await writeFolderAtomically(out, async (folder) => {
    for (const [at, { layer, height, width, values }] of channels.entries()) {
      work.signal.throwIfAborted()
      work.progress('draw', at, channels.length, 'files')
      const picture = sharp(paint(values), { raw: { width, height, channels: 3 } })
      const small = picture.resize(largestPicture, largestPicture, { fit: 'inside', withoutEnlargement: true })
      await writeFile(join(folder, `${layer}.png`), await small.png().toBuffer())
    }
    await writeFile(join(folder, rowsFile), JSON.stringify({ version: 1, rows }))
  })
  return { rows }
}

/** One pass through the base that fetches every convolution at once. */
function channelsOf(
  { network, weights, preprocessing }: PreparedBase,
  { size }: Plan,
  pixels: Uint8Array,
): (Channel & { layer: string })[] {
  const layers = network.layers.filter(({ kind, name }) => kind === 'Conv2D' && !preprocessing.has(name))
  const names = layers.map(({ name }) => name)
  const shapes = shapesOf(network)
  const session = openSession(frozenGraph({ network, weights, input: 'pixels', outputs: names }))
  const input = tensorOf(pixels, [1, size, size, 3])
  try {
    const maps = session.read({ input }, names.map(outputOf))
    return names.map((layer, at) => ({ layer, ...strongestChannel(maps[at]!, shapes.get(layer)!.map(Number)) }))
  } finally {
    free(input)
    session.close()
  }
}
