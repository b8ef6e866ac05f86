import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { JobProgress, ServerMessage } from '../../contract/index.ts'
import { menuTemplate } from '../../main/desktop/menu.ts'
import { afterMessage, barOf } from '../../main/desktop/training-watch.ts'
import { keepWindowState, placeWindow, readWindowState } from '../../main/desktop/window-state.ts'
import { words } from '../../main/desktop/words.ts'

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
const file = join(folder, 'window.json')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const screens = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 0, width: 1280, height: 720 },
]
const at = (x: number, y: number, width = 1000, height = 700) => ({ x, y, width, height, maximized: false })

test('a window comes back where it was', async () => {
  await keepWindowState(file, at(100, 50))
  expect(readWindowState(file)).toEqual(at(100, 50))
  expect(placeWindow(at(100, 50), screens)).toEqual({ x: 100, y: 50, width: 1000, height: 700 })
})

test.each(['', 'null', '{"x":1}', '{"x":1e99,"y":0,"width":9,"height":9,"maximized":false}'])(
  'a file that holds no window is as none: %s',
  (text) => {
    const odd = join(mkdtempSync(join(tmpdir(), 'thaw-')), 'window.json')
    writeFileSync(odd, text)
    expect(readWindowState(odd)).toBeNull()
    rmSync(join(odd, '..'), { recursive: true })
  },
)

test('a window whose screen is gone keeps its size and is placed by the system', () => {
  expect(placeWindow(at(5000, 50), screens)).toEqual({ width: 1000, height: 700 })
  expect(placeWindow(at(0, 0), [])).not.toHaveProperty('x')
})

test('a window fits its screen and can be used', () => {
  expect(placeWindow(at(1900, -40, 3000, 200), screens)).toMatchObject({ y: 0, height: 560 })
  expect(placeWindow(at(2000, 100, 1280, 900), screens)).toEqual({ x: 1920, y: 0, width: 1280, height: 720 })
})

const said = (state: JobProgress['state'], rest: Partial<JobProgress> = {}): ServerMessage => ({
  event: 'job-progressed',
  payload: { job: 1, request: 'start-run', state, step: 'train', done: 3, total: 12, unit: 'epochs', ...rest },
})

test('a run that waits or trains is known until it ends, and other jobs are none', () => {
  const running = afterMessage(new Map(), said('running'))
  expect(barOf(running)).toBe(0.25)
  expect(barOf(afterMessage(new Map(), said('waiting')))).toBe(2)
  expect(barOf(afterMessage(new Map(), said('running', { total: 0 })))).toBe(2)
  for (const state of ['ended', 'failed', 'cancelled'] as const)
    expect(barOf(afterMessage(running, said(state)))).toBe(-1)
  expect(afterMessage(new Map(), said('running', { request: 'evaluate' })).size).toBe(0)
})

test('an engine that stopped trains nothing', () => {
  const running = afterMessage(new Map(), said('running'))
  const stopped = { state: 'stopped', status: null, failure: null }
  expect(afterMessage(running, { event: 'engine-changed', payload: stopped }).size).toBe(0)
})

test.each([true, false])('every item of the menu has words, shortcuts are given once (macOS: %s)', (mac) => {
  const recent = [{ name: 'Cats & dogs', project: '/cats' }]
  for (const language of ['en', 'ko'] as const) {
    const menus = menuTemplate({ words: words[language], mac, tools: true, recent, choose: () => {} })
    const items = menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    expect(items.filter(({ label, type }) => !label && type !== 'separator')).toEqual([])
    const shortcuts = items.flatMap(({ accelerator }) => accelerator ?? [])
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
    expect(JSON.stringify(menus)).toContain('Cats && dogs')
  }
})
