import type { Handler } from '../handler.ts'

export const drawFilters: Handler<'draw-filters'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../insight/index.ts')).drawFilters(input, work),
}
