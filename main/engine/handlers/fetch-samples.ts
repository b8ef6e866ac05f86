import type { Handler } from '../handler.ts'

export const fetchSamples: Handler<'fetch-samples'> = {
  turn: 'beside',
  run: async (_input, work) => (await import('../../zoo/index.ts')).fetchSamples(work),
}
