import type { Handler } from '../handler.ts'
import { unlessMissing } from './import-dataset.ts'

export const previewImport: Handler<'preview-import'> = {
  turn: 'beside',
  project: ({ out }) => out,
  run: async ({ source, more, out, layout, corrections }, work) => {
    const datasets = await import('../../dataset/index.ts')
    const sources = await datasets.openSources({ sources: [source, ...more], out, publish: false, work })
    const before = await unlessMissing(datasets.readDataset(out))
    return datasets.previewImport({ sources, layout: layout ?? before?.layout, corrections, work })
  },
}
