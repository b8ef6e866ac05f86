import { failureOf, type Dataset } from '../../../contract/index.ts'
import type { Handler } from '../handler.ts'

export const importDataset: Handler<'import-dataset'> = {
  turn: 'beside',
  project: ({ out }) => out,
  run: async ({ source, more, out, layout, shares, perClass, seed, grouping, redraw }, work) => {
    const datasets = await import('../../dataset/index.ts')
    const previous = await unlessMissing(datasets.readDataset(out))
    const looks = await datasets.readLooks(out)
    const sources = await datasets.openSources({ sources: [source, ...more], out, publish: true, work })
    const { folder, only, archives } = sources
    const settings = { shares, perClass, seed, grouping, redraw, layout, only, archives }
    const options = { folder, recordIn: out, previous, ...settings, looks, work }
    const dataset = await datasets.keepImported(out, await datasets.importDataset(options), looks)
    const checked = await datasets.quickChecks(dataset, looks, await datasets.readChecked(out), work)
    await datasets.writeChecked(out, checked)
    return datasets.reportOn(dataset, checked)
  },
}

/** A first import has no record to go on from; one that cannot be read is not written over. */
export async function unlessMissing(reading: Promise<Dataset>): Promise<Dataset | undefined> {
  try {
    return await reading
  } catch (error) {
    if (failureOf(error).code === 'dataset-missing') return undefined
    throw error
  }
}
