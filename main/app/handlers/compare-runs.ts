import type { AppHandler } from '../context.ts'
import { judgedFolder, keptResult } from './judge-run.ts'
import { projectIn } from './project-state.ts'

export const compareRuns: AppHandler<'compare-runs'> = async (context, { project: named, runs, split }, asked) => {
  const project = await projectIn(context, named)
  const folders = [await judgedFolder(project, runs[0]), await judgedFolder(project, runs[1])] as const
  const one = await keptResult(context, project, folders[0], split)
  const two = await keptResult(context, project, folders[1], split)
  if (!one || !two) return context.engine.request('compare', { runs: [...folders], split }, asked)
  const { compareResults } = await import('../../evaluation/index.ts')
  const result = compareResults(runs, [one, two])
  if (split !== 'test') return result
  const { countLook, looksAt } = await import('../../project/index.ts')
  await countLook(project, runs, 'compare')
  return { ...result, looks: await looksAt(project) }
}
