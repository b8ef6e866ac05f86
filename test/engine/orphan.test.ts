import { expect, test } from 'vitest'
import { lookAt } from '../../main/engine/project-lock/process-identity.ts'
import { gone, run } from './processes.ts'

test('an engine ends when its supervisor is killed', async () => {
  const supervisor = run('./test-supervisor.ts', 'fetch-weights', 'until cancelled')
  const pid = await supervisor.told(({ pid }: { pid?: number }) => pid)
  await supervisor.told(({ progress }: { progress?: { step: string } }) => progress?.step || undefined)
  expect(lookAt(pid).there).toBe(true)
  supervisor.child.kill('SIGKILL')
  await gone(pid)
})
