import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { EpochLosses } from '../../contract/index.ts'
import { readNpy } from '../formats/index.ts'

const filesSchema = z.union([
  z.array(z.string()),
  z.object({ files: z.array(z.string()) }).transform(({ files }) => files),
])

/** An epoch of a run, from 0. */
export interface EpochOfRun {
  /** The run's folder. */
  folder: string
  epoch: number
}

/** The loss of each validation photograph after an epoch, by file; null where the run did not keep it. */
async function lossesAfter({ folder, epoch }: EpochOfRun): Promise<Map<string, number> | null> {
  try {
    // losses.npy: float32 (epochs, photographs); losses.json: the photographs' files, in that order.
    const [text, { values, shape }] = await Promise.all([
      readFile(join(folder, 'losses.json'), 'utf8'),
      readNpy(join(folder, 'losses.npy')),
    ])
    const files = filesSchema.parse(JSON.parse(text))
    const [epochs = 0, count = 0] = shape
    if (!(values instanceof Float32Array) || shape.length !== 2 || count !== files.length || epoch >= epochs)
      return null
    return new Map(files.map((file, index) => [file, values[epoch * count + index]!]))
  } catch {
    return null
  }
}

/** The loss of each validation photograph after two epochs, of one run or of two that validated on the same. */
export async function epochLossesOf(first: EpochOfRun, second: EpochOfRun): Promise<EpochLosses> {
  const [before, after] = [await lossesAfter(first), await lossesAfter(second)]
  if (!before || !after) return { missing: 'not-kept', photographs: [] }
  const photographs = [...before].flatMap(([file, loss]): EpochLosses['photographs'] => {
    const then = after.get(file)
    return then === undefined ? [] : [{ file, loss: [loss, then] }]
  })
  const isSame = photographs.length === before.size && photographs.length === after.size
  return isSame ? { missing: null, photographs } : { missing: 'other-photographs', photographs: [] }
}
