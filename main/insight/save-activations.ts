import { join } from 'node:path'
import { paletteOf, type HandlerInput, type SavedActivation, type Work } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'
import { writeNpy } from '../formats/index.ts'
import { figuresOf } from './channels.ts'
import { lookAt, type FeatureMap } from './feature-maps.ts'
import { fileNameOf } from './file-names.ts'
import { gridOf } from './grid.ts'
import { encodeIndexedPng } from './png.ts'
import { layersNamed, openSubject, pixelsOf } from './subject.ts'
import { titledPng } from './titled.ts'

/**
 * Writes what one photograph makes of a network: for each layer the bare grid (16 · width wide, ceil(channels / 16) ·
 * height high), the same with its title and, where asked for, the raw values as `.npy`.
 *
 * @throws what `openSubject` and `decodePhotograph` throw, `unknown-layer`, `not-a-picture`, `cannot-write`
 */
export async function saveActivations(
  { inside, photograph, out, layers: named, npy, palette }: HandlerInput<'save-activations'>,
  work: Work,
): Promise<{ layers: SavedActivation[] }> {
  const subject = await openSubject(inside, work)
  work.signal.throwIfAborted()
  const layers = layersNamed(subject, named).map(({ name }) => name)
  const { maps } = lookAt(subject, await pixelsOf(subject, { photograph }), layers)
  return { layers: await saveMaps(maps, { out, npy, palette }, work) }
}

/** The same of feature maps that are at hand. */
export async function saveMaps(
  maps: readonly FeatureMap[],
  { out, npy, palette }: Pick<HandlerInput<'save-activations'>, 'out' | 'npy' | 'palette'>,
  work: Work,
): Promise<SavedActivation[]> {
  let done = 0
  // Compressing goes on beside the next layer's drawing.
  const saved = maps.map(async (map) => {
    const answer = await save(map, out, npy, paletteOf(palette))
    work.signal.throwIfAborted()
    work.progress('draw', ++done, maps.length, 'files')
    return answer
  })
  return Promise.all(saved)
}

async function save(
  { layer, shape, values }: FeatureMap,
  out: string,
  withNpy: boolean,
  colours: Uint8Array,
): Promise<SavedActivation> {
  const at = (ending: string): string => join(out, `${fileNameOf(layer)}${ending}`)
  const grid = gridOf(values, shape)
  const [height, width, channels] = shape
  const answer: SavedActivation = {
    name: layer,
    shape: [1, ...shape],
    grid: at('.png'),
    figure: at('-figure.png'),
    dead: figuresOf(values, channels).dead,
    ...(withNpy ? { npy: at('.npy') } : {}),
  }
  await Promise.all([
    encodeIndexedPng(grid, colours).then((bytes) => writeAtomically(answer.grid, bytes)),
    titledPng(grid, colours, `${layer}  ${height} × ${width} × ${channels}`).then((bytes) =>
      writeAtomically(answer.figure, bytes),
    ),
    withNpy ? writeNpy(answer.npy!, { shape: answer.shape, values }) : null,
  ])
  return answer
}
