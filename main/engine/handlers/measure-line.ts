import type { Handler } from '../handler.ts'

export const measureLine: Handler<'measure-line'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../project/index.ts')).measureLine(input, work),
}
