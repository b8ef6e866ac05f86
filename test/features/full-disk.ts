/**
 * `full-disk.ts FOLDER PHOTOGRAPHS`: extracts features into FOLDER, a small file system, fills the rest of it once the first are
 * written, makes room again when it is told that the disk is full, and prints what it was told and what came out.
 */
import { appendFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unwatched, type Work } from '../../contract/index.ts'
import { currentPixelRule } from '../../main/dataset/index.ts'
import { extractFeatures, featureFiles, type FeatureKey, type Item } from '../../main/features/index.ts'
import { hashFile } from '../../main/files/index.ts'
import { readNpy } from '../../main/formats/index.ts'

const [folder = '', photographs = ''] = process.argv.slice(2)
const size = 32
const shape = [20, 1000]
const key: FeatureKey = {
  version: 1,
  base: 'tiny',
  weights: 'w',
  boundary: 'pool',
  shape,
  preprocess: 'rescale',
  pixels: { ...currentPixelRule, size, fit: 'stretch' },
  precision: 'float32',
  convolution: {},
}
const items: Item[] = await Promise.all(
  readdirSync(photographs).map(async (file) => {
    const path = join(photographs, file)
    return { path, file, sha256: await hashFile(path), class: 'a', label: 0 }
  }),
)

const filler = join(folder, 'filler')
const said: string[] = []
let filled = false
const work: Work = {
  ...unwatched(),
  progress(step, done) {
    if (filled || step !== 'extract' || done === 0) return
    filled = true
    try {
      for (;;) appendFileSync(filler, Buffer.alloc(4096))
    } catch {
      // Full.
    }
  },
  emit(event, payload) {
    if (event !== 'message-logged') return
    said.push((payload as { text: string }).text)
    rmSync(filler, { force: true })
  },
}
const features = (pixels: Uint8Array | Float32Array, count: number) =>
  Float32Array.from(
    { length: count * 20_000 },
    (_, i) => pixels[Math.floor(i / 20_000) * size * size * 3]! + (i % 20_000),
  )
const result = await extractFeatures({
  folder,
  key,
  items: { train: items },
  openBase: () => ({ rowLength: 20_000, features, close: () => {} }),
  work,
})
const { values } = await readNpy(featureFiles(result, 'train').features)
process.stdout.write(
  JSON.stringify({ said, filled, sum: (values as Float32Array).reduce((a, b) => a + b, 0), count: values.length }),
)
