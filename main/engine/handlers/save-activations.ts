import type { Handler } from '../handler.ts'

export const saveActivations: Handler<'save-activations'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../insight/index.ts')).saveActivations(input, work),
}
