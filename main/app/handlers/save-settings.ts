import type { AppHandler } from '../context.ts'

export const saveSettings: AppHandler<'save-settings'> = async (context, change) => {
  const saved = await context.settings.change((before) => ({ ...before, ...change }))
  context.tell('settings-changed', saved)
  return saved
}
