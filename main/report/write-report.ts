import { basename, dirname, resolve } from 'node:path'
import type { HandlerInput, Work } from '../../contract/index.ts'
import { openDatasetAt, photographPath, photographsFolder, reportOn, selectSplit } from '../dataset/index.ts'
import { writeAtomically } from '../files/index.ts'
import { evaluateOn, openProject, readHistory, readRecord, runAt, runCurves } from '../project/index.ts'
import { reportPage } from './page.ts'
import { picturedMistakes, savedFigures } from './pictures.ts'

/**
 * Writes a run's report: one HTML file, whole or not at all. The run is judged on its project's test split, on the validation
 * split where there is no test; what its model said before is not computed again.
 *
 * @throws `run-missing`, `run-damaged`, `dataset-missing`, `model-missing`, `cannot-write`, and what `evaluateOn` throws
 */
export async function writeReport(input: HandlerInput<'write-report'>, work: Work): Promise<{ files: string[] }> {
  const { out, language } = input
  const run = runAt(resolve(input.run))
  const record = await readRecord(run.folder)
  const dir = dirname(dirname(run.folder))
  const [{ dataset }, { file: project }] = [await openDatasetAt(dir), await openProject(dir)]
  const split = selectSplit(dataset, 'test').length ? 'test' : 'validation'
  const result = await evaluateOn({ model: run.model, dataset: dir, split }, work, 'report')
  const photographs = new Map(
    dataset.photographs.map((photograph) => [
      photograph.file,
      { path: photographPath(dataset, dir, photograph), sha256: photograph.sha256 },
    ]),
  )
  const history = await readHistory(run.folder)
  const page = reportPage({
    language,
    project: project.name,
    source: basename(await photographsFolder(dataset, dir)),
    record,
    data: reportOn(dataset),
    splitting: dataset.splitting,
    split,
    result,
    curves: history.length ? await runCurves(record, history, language) : [],
    mistakes: await picturedMistakes(result, photographs, work),
    figures: await savedFigures(run.figures),
  })
  await writeAtomically(out, page)
  return { files: [out] }
}
