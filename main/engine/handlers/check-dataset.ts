import { dirname } from 'node:path'
import type { Handler } from '../handler.ts'
import { unlessMissing } from './import-dataset.ts'

/** Looks at the photographs as an import would, and then closer. */
export const checkDataset: Handler<'check-dataset'> = {
  turn: 'queued',
  project: ({ folder, keep }) => (keep ? folder : null),
  run: async ({ folder, closely, keep }, work) => {
    const datasets = await import('../../dataset/index.ts')
    const previous = await unlessMissing(datasets.readDataset(folder))
    const photographs = previous ? await datasets.photographsFolder(previous, folder) : folder
    const dir = previous ? folder : dirname(folder)
    const looks = await datasets.readLooks(folder)
    const read = await datasets.importDataset({ folder: photographs, recordIn: dir, previous, looks, seed: 0, work })
    const dataset = keep ? await datasets.keepImported(folder, read, looks) : read
    const quick = await datasets.quickChecks(dataset, looks, await datasets.readChecked(folder), work)
    const { closeCheck } = await import('../../project/index.ts')
    const checked = closely ? await closeCheck({ dataset, dir, looks, keep, quick }, work) : quick
    if (keep) await datasets.writeChecked(folder, checked)
    return datasets.reportOn(dataset, checked)
  },
}
