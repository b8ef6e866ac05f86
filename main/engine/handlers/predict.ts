import type { Handler } from '../handler.ts'

export const predict: Handler<'predict'> = {
  turn: 'queued',
  run: async ({ model, images, preprocess, classes }, work) => {
    const { predictPhotographs } = await import('../../evaluation/index.ts')
    return predictPhotographs(model, images, { preprocess, classes }, work)
  },
}
