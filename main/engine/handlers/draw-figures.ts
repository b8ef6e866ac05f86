import type { Handler } from '../handler.ts'

export const drawFigures: Handler<'draw-figures'> = {
  turn: 'beside',
  run: async ({ run, ...options }) => {
    const { saveFigures } = await import('../../project/index.ts')
    return { files: await saveFigures(run, options) }
  },
}
