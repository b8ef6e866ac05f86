import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { cacheFolder, writeFolderAtomically } from '../../main/files/index.ts'
import { randomFrom } from '../helpers/scenes.ts'

/** How many pictures the rows on large folders are measured with; fewer while developing. */
export const manyPictures = Number(process.env['THAW_BENCH_PICTURES'] ?? 25_000)
/** One in so many is a smaller copy of the one before it. */
export const copyEvery = 100
const classes = 10

/** Where they lie; the peer finds them by the same rule. */
export const picturesFolder = () => join(cacheFolder(), 'bench', `pictures-${manyPictures}`)

/** Generated JPEGs of 160×120 in 10 class folders, each different, one in a hundred a copy at half the size; made once. */
export async function preparePictures(): Promise<string> {
  const folder = picturesFolder()
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  await writeFolderAtomically(folder, async (temporary) => {
    for (let name = 0; name < classes; name++) await mkdir(join(temporary, `class-${name}`))
    const random = randomFrom(1)
    let before = Buffer.alloc(0)
    for (let index = 0; index < manyPictures; index++) {
      const coarse = Uint8Array.from({ length: 7 * 5 * 3 }, () => Math.floor(random() * 256))
      const fresh = sharp(coarse, { raw: { width: 7, height: 5, channels: 3 } })
      const isCopy = index % copyEvery === 1
      const picture = isCopy ? sharp(before).resize(80, 60) : fresh.resize(160, 120, { fit: 'fill', kernel: 'cubic' })
      before = await picture.jpeg({ quality: 85 }).toBuffer()
      const file = join(temporary, `class-${index % classes}`, `${String(index).padStart(6, '0')}.jpg`)
      await sharp(before).toFormat('jpeg', { quality: 95 }).toFile(file)
    }
  })
  return folder
}
