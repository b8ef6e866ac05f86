import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestSchemas, unwatched } from '../../../contract/index.ts'
import { startRun } from '../../../main/project/index.ts'
import type { SetUp } from './job.ts'

/**
 * A whole run of recipe `extract` as the book sets it: reading, features, 30 epochs, model file, its check and figures.
 * `cold`: every run in a new project; `warm`: in a project whose features an earlier run has made.
 */
export function recipeExtract(cache: 'cold' | 'warm'): SetUp {
  return async (folder) => {
    const home = mkdtempSync(join(tmpdir(), 'thaw-bench-'))
    process.on('exit', () => rmSync(home, { recursive: true, force: true }))
    const choices = { preset: 'book', weights: join(folder, 'vgg16.h5') } as const
    const dataset = join(folder, 'photographs')
    let projects = 0
    const once = async () => {
      if (cache === 'cold' || projects === 0) projects++
      const project = join(home, String(projects))
      return startRun(requestSchemas['start-run'].parse({ project, dataset, choices }), unwatched())
    }
    const { precision, verified } = await once()
    return {
      run: async (runs) => {
        for (let i = 0; i < runs; i++) await once()
      },
      note: `Thaw: ${precision}; its run also saves the model, reads it back (difference ${verified.maxAbsDifference.toExponential(1)}) and draws figures`,
    }
  }
}
