import type { Handler } from '../handler.ts'

export const drawActivations: Handler<'draw-activations'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../insight/index.ts')).drawActivations(input, work),
}
