import type { Handler } from '../handler.ts'
import { withRunMark } from '../run-mark.ts'

export const startRun: Handler<'start-run'> = {
  turn: 'queued',
  project: ({ project }) => project,
  run: async (input, work) => {
    const project = await import('../../project/index.ts')
    return withRunMark(work, (marked) => project.startRun(input, marked))
  },
}
