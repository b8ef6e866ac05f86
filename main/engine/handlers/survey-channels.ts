import type { Handler } from '../handler.ts'

export const surveyChannels: Handler<'survey-channels'> = {
  turn: 'queued',
  run: async (input, work) => (await import('../../insight/index.ts')).surveyChannels(input, work),
}
