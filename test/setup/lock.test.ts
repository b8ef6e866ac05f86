import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withLock } from '../../scripts/setup/lock.mjs'

let folder: string
let lock: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  lock = join(folder, 'setup.lock')
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('two set-ups of one user follow each other', async () => {
  const order: string[] = []
  let release = () => {}
  const first = withLock(lock, async () => {
    order.push('first begins')
    await new Promise<void>((resolve) => (release = resolve))
    order.push('first ends')
  })
  const second = withLock(lock, async () => {
    order.push('second')
  })
  release()
  await Promise.all([first, second])
  expect(order).toEqual(['first begins', 'first ends', 'second'])
})

test('the lock of a set-up that was killed is broken', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.on('close', resolve))
  writeFileSync(lock, `${child.pid}\n`)
  expect(await withLock(lock, async () => 'done')).toBe('done')
})

test('a set-up that fails gives the lock back', async () => {
  const failing = withLock(lock, async () => {
    throw new Error('no network')
  })
  await expect(failing).rejects.toThrow('no network')
  expect(existsSync(lock)).toBe(false)
})
