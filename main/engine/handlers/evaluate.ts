import type { Handler } from '../handler.ts'

export const evaluate: Handler<'evaluate'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../project/index.ts')).evaluateOn(input, work),
}
