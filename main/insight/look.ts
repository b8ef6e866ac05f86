import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HandlerInput, Look, Work } from '../../contract/index.ts'
import { writeFolderAtomically } from '../files/index.ts'
import { writeNpy } from '../formats/index.ts'
import { figuresOf } from './channels.ts'
import { lookAt } from './feature-maps.ts'
import { fileNameOf } from './file-names.ts'
import { encodeRgbPng } from './png.ts'
import { openSubject, pixelsOf, seenLayers } from './subject.ts'

/** The picture as the network was given it, beside look.json. */
export const lookFiles = { look: 'look.json', picture: 'picture.png' } as const

/**
 * One photograph through every convolution and pooling layer: raw values, and what they come to, in the folder `out`.
 *
 * @throws what `openSubject` and `decodePhotograph` throw, `cannot-write`
 */
export async function lookInside(
  { inside, photograph, sha256, out }: HandlerInput<'look-inside'>,
  work: Work,
): Promise<Look> {
  work.progress('look', 0, 0, 'photographs')
  const subject = await openSubject(inside, work)
  const pixels = await pixelsOf(subject, { photograph, sha256 })
  work.signal.throwIfAborted()
  const layers = seenLayers(subject)
  const { maps, probabilities } = lookAt(
    subject,
    pixels,
    layers.map(({ name }) => name),
  )
  const frozen = new Set(subject.frozen)
  const { size } = subject.pixels
  const look: Look = {
    version: 1,
    size,
    layers: maps.map(({ layer, shape, values }, at) => ({
      name: layer,
      kind: layers[at]!.kind,
      shape: [1, ...shape],
      ...figuresOf(values, shape[2]),
      trainable: !frozen.has(layer),
      npy: `${String(at).padStart(3, '0')}-${fileNameOf(layer)}.npy`,
    })),
    classes: subject.classes ? [...subject.classes] : null,
    probabilities,
  }
  await writeFolderAtomically(out, async (folder) => {
    for (const [at, { values }] of maps.entries()) {
      work.signal.throwIfAborted()
      work.progress('draw', at, maps.length, 'files')
      const { npy, shape } = look.layers[at]!
      await writeNpy(join(folder, npy), { shape, values })
    }
    await writeFile(join(folder, lookFiles.picture), await encodeRgbPng(pixels, size, size))
    await writeFile(join(folder, lookFiles.look), JSON.stringify(look))
  })
  return look
}
