import type { AppHandler } from '../context.ts'
import { judgedFolder, keptResult } from './judge-run.ts'
import { projectIn } from './project-state.ts'

export const compareRuns: AppHandler<'compare-runs'> = async (context, input, asked) => {
  const { judged, other, split } = input
  const project = await projectIn(context, input.project)
  const second = await judgedFolder(project, other)
  if ('file' in judged) {
    const { file, ...said } = judged
    const runs: [string, string] = [await context.places.check(file), second]
    return context.engine.request('compare', { runs, split, ...said }, asked)
  }
  const first = await judgedFolder(project, judged.run)
  const one = await keptResult(context, project, first, split)
  const two = await keptResult(context, project, second, split)
  if (!one || !two) return context.engine.request('compare', { runs: [first, second], split }, asked)
  const { compareResults } = await import('../../evaluation/index.ts')
  const runs = [judged.run, other] as const
  const result = compareResults(runs, [one, two])
  if (split !== 'test') return result
  const { countLook, looksAt } = await import('../../project/index.ts')
  await countLook(project, runs, 'compare')
  return { ...result, looks: await looksAt(project) }
}
