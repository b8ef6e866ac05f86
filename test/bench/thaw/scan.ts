import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwatched, type Dataset } from '../../../contract/index.ts'
import { importDataset, type Looks } from '../../../main/dataset/index.ts'
import { manyPictures, preparePictures } from '../many-pictures.ts'
import type { SetUp } from './job.ts'

/** Bytes that the process reads from files, by the system's count; null where it has none. */
async function bytesRead(): Promise<number | null> {
  const text = await readFile('/proc/self/io', 'utf8').catch(() => '')
  return Number(/^rchar: (\d+)/m.exec(text)?.[1] ?? NaN) || null
}

/** An import of a large folder: the first, which reads every picture to its end, or again, which reads none. */
export const scan =
  (how: 'first' | 'again'): SetUp =>
  async () => {
    const folder = await preparePictures()
    const recordIn = join(tmpdir(), 'thaw-bench-nothing-is-written')
    const looks: Looks = new Map()
    const read = async (previous?: Dataset): Promise<Dataset> => {
      const dataset = await importDataset({ folder, recordIn, previous, seed: 0, looks, work: unwatched() })
      const { photographs, quarantined, leftOut = [] } = dataset
      const all = photographs.length + quarantined.length + leftOut.length
      if (all !== manyPictures) throw new Error(`${all} of ${manyPictures} files are accounted for.`)
      return dataset
    }
    const previous = how === 'again' ? await read() : undefined
    const run = async (runs: number) => {
      for (let done = 0; done < runs; done++) {
        if (how === 'first') looks.clear()
        const before = await bytesRead()
        await read(previous)
        const after = await bytesRead()
        // A picture of 160×120 has some kilobytes: one read of each would be a hundred times this.
        if (how === 'again' && before !== null && after !== null && after - before > manyPictures * 64) {
          throw new Error(`A second scan read ${after - before} bytes.`)
        }
      }
    }
    return { run }
  }
