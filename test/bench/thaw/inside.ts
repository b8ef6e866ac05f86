import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwatched } from '../../../contract/index.ts'
import { readKerasModel, readKerasWeightsH5, writeKerasH5 } from '../../../main/formats/index.ts'
import { openSubject, openViewer, pixelsOf, saveMaps, seenLayers } from '../../../main/insight/index.ts'
import { weightsFor } from '../../../main/network/index.ts'
import { findBase } from '../../../main/zoo/index.ts'
import { scale, trainPhotographs } from '../data.ts'
import type { SetUp } from './job.ts'

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** VGG16 from a model file: structure and weights in memory, checked. */
export const openVgg16: SetUp = async (folder) => {
  const file = join(temporary(), 'vgg16.h5')
  const network = findBase('vgg16').build({ size: scale.size, includeTop: false })
  const weights = weightsFor(network, await readKerasWeightsH5(join(folder, 'vgg16.h5')))
  await writeKerasH5(file, { network, weights, metadata: null })
  const once = () => readKerasModel(file)
  await once()
  return {
    run: async (runs) => {
      for (let i = 0; i < runs; i++) await once()
    },
  }
}

/** One photograph through all of VGG16: a bare grid and a titled figure of each layer, as PNG. */
export const activationsPng: SetUp = async (folder) => {
  const [photograph = ''] = await trainPhotographs(folder)
  const inside = { base: 'vgg16', weights: join(folder, 'vgg16.h5'), size: scale.size, preprocess: 'imagenet' } as const
  const subject = await openSubject(inside, unwatched())
  const viewer = openViewer(
    subject,
    seenLayers(subject).map(({ name }) => name),
  )
  const asked = { out: temporary(), npy: false, palette: 'viridis' } as const
  const once = async () => {
    const { maps } = viewer.look(await pixelsOf(subject, { photograph }))
    await saveMaps(maps, asked, unwatched())
  }
  await once()
  return {
    run: async (runs) => {
      for (let i = 0; i < runs; i++) await once()
    },
  }
}
