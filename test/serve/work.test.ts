import { copyFileSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { resources, type PlanChoices } from '../../contract/index.ts'
import { startEngine } from '../../main/engine/index.ts'
import { failureFrom } from '../engine/engines.ts'
import { hashTree, writePhotographs } from '../helpers/photographs.ts'
import { ask, openPage, served, type Page, type Served } from './browser.ts'

/** VGG16's first two blocks with random weights on small pictures: a run in about a second. */
const quick: PlanChoices = {
  weights: 'random',
  cut: 'block2_pool',
  size: 32,
  epochs: [3],
  head: 16,
  convolution: 'direct',
  precision: 'float32',
}
/** So many epochs that a run ends only when someone ends it. */
const endless: PlanChoices = { ...quick, epochs: [100_000] }

async function project(server: Served, page: Page): Promise<string> {
  const folder = join(server.root, 'photographs')
  await writePhotographs(folder, { cats: 16, dogs: 16 })
  return (await page.request('open-project', { folder })).project
}

describe('a folder of photographs', () => {
  it('becomes a project beside the others, is only read, and is opened again the next time', async () => {
    const server = await served()
    const page = await openPage(server)
    const folder = join(server.root, 'photographs')
    await writePhotographs(folder, { cats: 16, dogs: 16 })
    const before = hashTree(server.root)
    const { project: opened } = await page.request('open-project', { folder })
    expect(hashTree(server.root)).toBe(before)
    expect(opened).toBe(join(server.home, 'projects', 'photographs'))
    expect(await page.request('open-project', { folder })).toEqual({
      project: opened,
    })
    expect(await page.request('open-project', { folder: opened })).toEqual({ project: opened })
    const state = await page.request('project-state', { project: opened })
    expect(state).toMatchObject({ name: 'photographs', source: folder, splitting: 'drawn' })
    expect(Object.keys(state.covers)).toEqual(['cats', 'dogs'])
    const { recent, root } = await page.request('app-state', {})
    expect(recent).toMatchObject([{ project: opened, classes: 2, photographs: 32, lastRun: null }])
    expect(root).toBe(server.root)

    await writePhotographs(folder, { birds: 8 })
    const changed = page.event('project-changed')
    expect((await page.request('rescan-project', { project: opened })).data.classes).toEqual(['birds', 'cats', 'dogs'])
    expect(await changed).toEqual({ project: opened })
    await page.request('forget-project', { project: opened })
    expect((await page.request('app-state', {})).recent).toEqual([])
  })

  it('that was moved is told of, and found again where a person says', async () => {
    const server = await served()
    const page = await openPage(server)
    const opened = await project(server, page)
    const [before, now] = ['photographs', 'moved'].map((name) => join(server.root, name)) as [string, string]
    renameSync(before, now)
    const failure = await failureFrom(page.request('rescan-project', { project: opened }))
    expect(failure).toMatchObject({ code: 'photographs-moved', expected: before })
    expect((await page.request('relink-project', { project: opened, folder: now })).source).toBe(now)
    expect((await page.request('rescan-project', { project: opened })).data.quarantined).toEqual([])
    const outside = await failureFrom(page.request('relink-project', { project: opened, folder: '/' }))
    expect(outside.code).toBe('outside-root')
  })

  it('that cannot be a data set leaves no project behind', async () => {
    const server = await served()
    const folder = join(server.root, 'one')
    await writePhotographs(folder, { only: 3 })
    const page = await openPage(server)
    expect((await failureFrom(page.request('open-project', { folder }))).code).toBe('one-class')
    expect(readdirSync(join(server.home, 'projects'))).toEqual([])
  })

  it('has thumbnails that are made once', async () => {
    const server = await served()
    const opened = await project(server, await openPage(server))
    const path = `/resource/${resources.photograph(opened, 'cats/0001.jpg', 20)}`
    const [first, second] = [await ask(server, path), await ask(server, path)]
    expect(first.status).toBe(200)
    expect(second.body).toEqual(first.body)
    const again = await ask(server, path, { headers: { 'if-none-match': String(first.headers['etag']) } })
    expect(again.status).toBe(304)
    const kept = readdirSync(join(server.home, '..', 'cache', 'pictures'), { recursive: true }).map(String)
    expect(kept.filter((name) => name.endsWith('.webp'))).toHaveLength(1)
    const fitted = await ask(server, `/resource/${resources.fitted(opened, 'cats/0001.jpg', 32, 'crop')}`)
    expect(fitted).toMatchObject({ status: 200, headers: { 'content-type': 'image/png' } })
  })
})

describe('a run', () => {
  it('is seen alike by two windows, is judged, and its files can be taken', async () => {
    const server = await served()
    const [one, two] = [await openPage(server), await openPage(server)]
    const opened = await project(server, one)
    const done = two.event('run-changed', ({ run }) => run.state === 'done')
    const result = await one.request('start-training', { project: opened, choices: quick })
    await done
    const epochs = (page: Page): unknown[] =>
      page.heard.flatMap((message) => ('event' in message && message.event === 'epoch-ended' ? [message.payload] : []))
    expect(epochs(two)).toHaveLength(3)
    expect(epochs(two)).toEqual(epochs(one))

    const { runs } = await two.request('project-state', { project: opened })
    expect(runs).toMatchObject([{ record: { name: '001-extract', state: 'done' }, history: result.history }])
    expect(runs[0]!.files.map(({ file }) => file)).toEqual(expect.arrayContaining(['log.csv', 'model.h5', 'run.json']))
    expect(runs[0]!.files.some(({ file }) => file.startsWith('checkpoint'))).toBe(false)
    const log = await ask(server, `/resource/${resources.runFile(opened, '001-extract', 'log.csv')}`)
    expect(log.headers['content-disposition']).toContain('attachment')
    expect(log.body.toString()).toMatch(/^epoch,/)
    const hidden = resources.runFile(opened, '001-extract', 'checkpoint/last.safetensors')
    expect((await ask(server, `/resource/${hidden}`)).status).toBe(404)

    const judged = await two.request('judge-run', { project: opened, run: '001-extract' })
    expect(judged).toMatchObject({ accuracy: result.test!.accuracy, interval: result.test!.interval, total: 8 })
    // Every look at the test photographs is counted.
    const again = await one.request('judge-run', { project: opened, run: '001-extract' })
    expect(again).toEqual({ ...judged, looks: { ...judged.looks!, looks: judged.looks!.looks + 1 } })
    // A model file is judged like the run that it is a copy of.
    const file = join(server.root, 'model.h5')
    copyFileSync(join(opened, 'runs', '001-extract', 'model.h5'), file)
    const { looks, ...foreign } = await one.request('judge-file', { project: opened, file })
    expect({ ...foreign, looks: again.looks }).toEqual(again)
    expect(looks).toMatchObject({ looks: again.looks!.looks + 1, runs: 2 })
    const relabelled = await one.request('judge-file', { project: opened, file, again: true })
    expect(relabelled.looks).toEqual(looks)
    const compared = { project: opened, other: '001-extract' }
    expect(await one.request('compare-runs', { ...compared, judged: { file } })).toMatchObject({
      ...{ runs: ['model.h5', '001-extract'], total: 8, correct: [again.correct, again.correct], verdict: 'same' },
      looks: { looks: looks!.looks + 1, runs: 2 },
    })
    const outside = { project: opened, file: '/etc/hosts' }
    expect((await failureFrom(one.request('judge-file', outside))).code).toBe('outside-root')
    const beside = one.request('compare-runs', { ...compared, judged: { file: outside.file } })
    expect((await failureFrom(beside)).code).toBe('outside-root')

    const { recent } = await one.request('app-state', {})
    expect(recent[0]!.lastRun).toEqual({ name: '001-extract', interval: result.test!.interval })

    expect((await one.request('cache-state', {})).bytes).toBeGreaterThan(1000)
    expect((await one.request('clear-cache', {})).bytes).toBe(0)
  })

  it('goes on when its window is gone; one that comes later sees it, pauses it, and another goes on', async () => {
    const server = await served()
    const first = await openPage(server)
    const opened = await project(server, first)
    const epoch = first.event('epoch-ended')
    void first.request('start-training', { project: opened, choices: endless }).catch(() => {})
    await epoch
    await first.leave()

    const second = await openPage(server)
    await second.event('epoch-ended')
    const { jobs } = await second.request('app-state', {})
    expect(jobs).toMatchObject([{ request: 'start-run', state: 'running', step: 'train' }])
    const paused = second.event('run-changed', ({ run }) => run.state === 'paused')
    await second.request('end-run', { project: opened, run: '001-extract', how: 'pause' })
    await paused
    expect((await second.request('app-state', {})).jobs).toEqual([])
    const [view] = (await second.request('project-state', { project: opened })).runs
    expect(view!.record.state).toBe('paused')

    const again = second.event('epoch-ended')
    const resumed = second.request('start-training', { project: opened, resume: '001-extract' })
    expect((await again).row.epoch).toBe(view!.history.length)
    await second.request('end-run', { project: opened, run: '001-extract', how: 'stop' })
    expect((await resumed).test).toMatchObject({ total: 8 })
    expect((await second.request('project-state', { project: opened })).runs[0]!.record.state).toBe('done')
    const late = second.request('end-run', { project: opened, run: '001-extract', how: 'stop' })
    expect((await failureFrom(late)).code).toBe('run-not-running')
  })

  it('of another program is seen as running, grows, and is left to it', async () => {
    const server = await served()
    const page = await openPage(server)
    const [dataset, lab] = [join(server.root, 'photographs'), join(server.root, 'lab')]
    await writePhotographs(dataset, { cats: 16, dogs: 16 })
    const command = startEngine()
    onTestFinished(() => command.close())
    const epoch = new Promise((resolve) => command.on('epoch-ended', resolve))
    const answer = command.request('start-run', { project: lab, dataset, choices: endless })
    answer.catch(() => {})
    await epoch
    const { project: opened } = await page.request('open-project', { folder: lab })
    const [view] = (await page.request('project-state', { project: opened })).runs
    expect(view!.record).toMatchObject({ name: '001-extract', state: 'running' })
    await page.event('project-changed')
    const [later] = (await page.request('project-state', { project: opened })).runs
    expect(later!.history.length).toBeGreaterThan(view!.history.length)
    const ending = page.request('end-run', { project: opened, run: '001-extract', how: 'stop' })
    expect((await failureFrom(ending)).code).toBe('run-elsewhere')
    const gone = page.event('project-changed')
    command.kill()
    await gone
    expect((await page.request('project-state', { project: opened })).runs[0]!.record.state).toBe('stopped')
  })

  it('is cancelled by its number, from any window', async () => {
    const server = await served()
    const [one, two] = [await openPage(server), await openPage(server)]
    const opened = await project(server, one)
    const running = two.event('job-progressed', ({ step }) => step === 'train')
    const answer = one.request('start-training', { project: opened, choices: endless })
    const { job } = await running
    await two.request('cancel-job', { job })
    // Twice in a hurry is once.
    await two.request('cancel-job', { job })
    expect((await failureFrom(answer)).code).toBe('cancelled')
    expect((await two.request('app-state', {})).engine.state).toBe('ready')
  })
})
