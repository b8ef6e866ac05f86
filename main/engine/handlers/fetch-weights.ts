import type { Handler } from '../handler.ts'

export const fetchWeights: Handler<'fetch-weights'> = {
  turn: 'beside',
  run: async ({ base }, work) => {
    const zoo = await import('../../zoo/index.ts')
    const { file, sha256, source } = await zoo.fetchWeights(zoo.findBase(base), work)
    return { file, sha256, source }
  },
}
