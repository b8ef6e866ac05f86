import type { Handler } from '../handler.ts'

export const drawGradCam: Handler<'draw-grad-cam'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../insight/index.ts')).drawGradCam(input, work),
}
