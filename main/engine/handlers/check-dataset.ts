import { dirname } from 'node:path'
import type { Handler } from '../handler.ts'
import { unlessMissing } from './import-dataset.ts'

/** Looks at the photographs as an import would, and writes nothing. */
export const checkDataset: Handler<'check-dataset'> = {
  turn: 'beside',
  run: async ({ folder }, work) => {
    const { importDataset, photographsFolder, readDataset, reportOn } = await import('../../dataset/index.ts')
    const previous = await unlessMissing(readDataset(folder))
    const photographs = previous ? await photographsFolder(previous, folder) : folder
    const recordIn = previous ? folder : dirname(folder)
    return reportOn(await importDataset({ folder: photographs, recordIn, previous, seed: 0, work }))
  },
}
