import type { Handler } from '../handler.ts'

export const lookInside: Handler<'look-inside'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../insight/index.ts')).lookInside(input, work),
}
