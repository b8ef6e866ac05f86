import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwatched } from '../../../contract/index.ts'
import { importDataset, quickChecks, type Looks } from '../../../main/dataset/index.ts'
import { copyEvery, manyPictures, preparePictures } from '../many-pictures.ts'
import type { SetUp } from './job.ts'

/** A first import of a large folder, from its files to its near-duplicates: read, hashed, compared, drawn into splits. */
export const duplicates: SetUp = async () => {
  const folder = await preparePictures()
  const planted = Math.ceil((manyPictures - 1) / copyEvery)
  const run = async (runs: number) => {
    for (let done = 0; done < runs; done++) {
      const looks: Looks = new Map()
      const recordIn = join(tmpdir(), 'thaw-bench-nothing-is-written')
      const work = unwatched()
      const dataset = await importDataset({ folder, recordIn, seed: 0, looks, work })
      const { near } = await quickChecks(dataset, looks, null, work)
      if (near.length < 0.95 * planted) throw new Error(`Found ${near.length} pairs of ${planted}.`)
    }
  }
  return { run }
}
