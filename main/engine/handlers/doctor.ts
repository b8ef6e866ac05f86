import type { Handler } from '../handler.ts'

export const doctor: Handler<'doctor'> = {
  turn: 'queued',
  run: async () => (await import('../../tensorflow/index.ts')).examine(),
}
