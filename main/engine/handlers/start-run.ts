import type { Handler } from '../handler.ts'

export const startRun: Handler<'start-run'> = {
  turn: 'queued',
  project: ({ project }) => project,
  run: async (input, work) => (await import('../../project/index.ts')).startRun(input, work),
}
