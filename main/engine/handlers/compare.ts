import type { Handler } from '../handler.ts'

export const compare: Handler<'compare'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../project/index.ts')).compareRuns(input, work),
}
