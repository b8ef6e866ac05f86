import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { JobProgress } from '../../contract/index.ts'
import { networkRows } from '../../main/app/handlers/preview-network.ts'
import { createLimit } from '../../main/app/limit.ts'
import { recentsFile } from '../../main/app/recents.ts'
import { settingsFile } from '../../main/app/settings.ts'
import { trackJobs } from '../../main/app/jobs.ts'
import type { Engine } from '../../main/engine/index.ts'

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-app-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe("a network's rows", () => {
  it('hold the parameters and the work of VGG16 and of the head, without weights or engine', async () => {
    const rows = await networkRows({ base: 'vgg16', size: 150, classes: 2, head: 256, dropout: 0.5 })
    const sum = (part: string, of: 'params' | 'multiplyAdds') =>
      rows.filter((row) => row.part === part).reduce((total, row) => total + row[of], 0)
    expect(sum('base', 'params')).toBe(14_714_688)
    expect(sum('head', 'params')).toBe(8192 * 256 + 256 + 256 + 1)
    expect(rows.find(({ name }) => name === 'block1_conv1')).toEqual({
      name: 'block1_conv1',
      type: 'Conv2D',
      part: 'base',
      block: 'block1',
      outputShape: [150, 150, 64],
      params: 1792,
      multiplyAdds: 150 * 150 * 64 * 27,
      boundary: true,
    })
    expect(rows.map(({ name }) => name).slice(-4)).toEqual(['flatten', 'dense_1', 'dropout', 'dense_2'])
    expect(rows.at(-3)!.multiplyAdds).toBe(8192 * 256)
    expect(rows[0]).toMatchObject({ part: 'input', params: 0, multiplyAdds: 0 })
    const many = await networkRows({ base: 'vgg16', size: 32, classes: 40, head: 16, dropout: 0 })
    expect(many.at(-1)).toMatchObject({ outputShape: [40], params: 17 * 40 })
  })
})

describe('what is remembered', () => {
  it('survives, and what somebody else wrote there is dropped', async () => {
    const folder = home()
    const entry = {
      project: join(folder, 'projects', 'pets'),
      name: 'pets',
      opened: '2026-01-02T03:04:05.000Z',
      classes: 2,
      photographs: 10,
      covers: ['cats/1.jpg'],
      lastRun: { name: '001-extract', interval: [0.5, 0.9] as [number, number] },
    }
    const recents = recentsFile(folder)
    expect(await recents.read()).toEqual([])
    await recents.change((list) => [...list, entry])
    expect(await recentsFile(folder).read()).toEqual([entry])
    const hostile = [
      { ...entry, project: 'relative' },
      { ...entry, covers: ['../../secret.jpg'] },
      { ...entry, classes: '2' },
      { ...entry, opened: 'yesterday' },
      null,
      'text',
    ]
    writeFileSync(join(folder, 'recent.json'), JSON.stringify([...hostile, entry]))
    expect(await recents.read()).toEqual([entry])
    writeFileSync(join(folder, 'recent.json'), '{"half')
    expect(await recents.read()).toEqual([])
  })

  it('keeps every change that is made at the same time, and each setting that can be read', async () => {
    const folder = home()
    const settings = settingsFile(folder)
    await Promise.all([
      settings.change((value) => ({ ...value, theme: 'dark' })),
      settings.change((value) => ({ ...value, language: 'ko' })),
    ])
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
      theme: 'dark',
      language: 'ko',
    })
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ theme: 'pink', language: 'ko', device: 'cpu' }))
    expect(await settings.read()).toEqual({
      theme: 'system',
      language: 'ko',
      device: 'cpu',
      precision: 'auto',
      featuresLimit: null,
    })
  })
})

/** An engine that only says what it is told to say and remembers what it was asked. */
function voice() {
  const handlers = new Map<string, (payload: never) => void>()
  const cancelled: { job: number; how: string | undefined }[] = []
  const engine = {
    on: (event: string, handle: (payload: never) => void) => {
      handlers.set(event, handle)
      return () => {}
    },
    cancel: (job: number, how?: string) => void cancelled.push({ job, how }),
  } as unknown as Engine
  return { engine, cancelled, say: (event: string, payload: unknown) => handlers.get(event)?.(payload as never) }
}

describe('jobs', () => {
  const job: JobProgress = {
    job: 7,
    request: 'start-run',
    state: 'running',
    step: 'train',
    done: 1,
    total: 9,
    unit: 'epochs',
    secondsLeft: 3,
  }

  it('are told as failed when the engine stops, and are then forgotten', () => {
    const { engine, say } = voice()
    const told: JobProgress[] = []
    const jobs = trackJobs(engine, (progress) => told.push(progress))
    say('job-progressed', job)
    say('run-changed', { project: '/p', run: { name: '001-extract', state: 'running' } })
    expect(jobs.list()).toEqual([job])
    expect(jobs.isRunning('/p', '001-extract')).toBe(true)
    say('engine-changed', { state: 'stopped' })
    expect(told.at(-1)).toMatchObject({ job: 7, state: 'failed' })
    expect(jobs.list()).toEqual([])
    expect(jobs.isRunning('/p', '001-extract')).toBe(false)
    expect(() => jobs.end({ project: '/p', run: '001-extract' }, 'stop')).toThrow('not running')
  })

  it('are asked again only when they have been deaf for a while', () => {
    const { engine, say, cancelled } = voice()
    let time = 0
    const jobs = trackJobs(
      engine,
      () => {},
      () => time,
    )
    jobs.cancel(7)
    expect(cancelled, 'one that is not there').toEqual([])
    say('job-progressed', job)
    say('run-changed', { project: '/p', run: { name: '001-extract', state: 'running' } })
    jobs.end({ project: '/p', run: '001-extract' }, 'pause')
    time = 4999
    jobs.cancel(7)
    expect(cancelled).toEqual([{ job: 7, how: 'pause' }])
    time = 5000
    jobs.cancel(7)
    expect(cancelled).toHaveLength(2)
  })
})

describe('a limit', () => {
  it('lets no more tasks run at a time, also after one that failed', async () => {
    const limit = createLimit(2)
    let [now, most] = [0, 0]
    const task = (fails: boolean) => async () => {
      most = Math.max(most, ++now)
      await Promise.resolve()
      now--
      if (fails) throw new Error('a bad picture')
    }
    const ends = await Promise.allSettled(Array.from({ length: 9 }, (_, at) => limit(task(at % 3 === 0))))
    expect(most).toBe(2)
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(3)
  })
})
