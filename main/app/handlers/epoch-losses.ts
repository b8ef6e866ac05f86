import type { AppHandler } from '../context.ts'
import { fail } from '../../../contract/index.ts'
import { runsOf } from '../projects.ts'
import { projectIn } from './project-state.ts'

export const epochLosses: AppHandler<'epoch-losses'> = async (context, { project: named, first, second }) => {
  const project = await projectIn(context, named)
  const runs = await runsOf(project, () => false)
  const placed = [first, second].map(({ run, epoch }) => {
    const found = runs.find(({ record }) => record.name === run)
    if (!found) throw fail('run-missing', `The project has no run ${run}.`, { file: project })
    return { folder: found.folder, epoch }
  })
  const { epochLossesOf } = await import('../../project/index.ts')
  return epochLossesOf(placed[0]!, placed[1]!)
}
