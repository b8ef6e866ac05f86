import type { Handler } from '../handler.ts'

export const writeReport: Handler<'write-report'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../report/index.ts')).writeReport(input, work),
}
