import { expect, test } from 'vitest'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { JobProgress } from '../../contract/index.ts'
import { failureFrom, pidOf, started, temporaryFolder, testEngine } from './engines.ts'
import { run } from './processes.ts'

/** An engine that has the project and has nothing to do. */
async function holderOf(project: string): Promise<ReturnType<typeof testEngine>> {
  const engine = testEngine()
  await engine.request('start-run', { project, dataset: 'count' })
  return engine
}

test('a second engine hands its job to the one that has the project, and answers with its answer', async () => {
  const project = temporaryFolder()
  const holder = await holderOf(project)
  const progress: JobProgress[] = []
  const answer = await testEngine().request(
    'start-run',
    { project, dataset: 'ten steps' },
    { onProgress: (heard) => progress.push(heard) },
  )
  expect(Number(answer.model)).toBe(await pidOf(holder))
  expect(answer.history[0]).toMatchObject({ loss: NaN, val_loss: Infinity })
  expect(progress.map(({ state }) => state)).toEqual(expect.arrayContaining(['waiting', 'running', 'ended']))
  expect(progress.at(-1)).toMatchObject({ job: 1, state: 'ended', step: 'count', done: 10 })
})

test('the holder sees the jobs of its guests', async () => {
  const project = temporaryFolder()
  const holder = await holderOf(project)
  const jobs: number[] = []
  holder.on('job-progressed', ({ job }) => jobs.push(job))
  await testEngine().request('start-run', { project, dataset: 'count' })
  expect(new Set(jobs)).toEqual(new Set([-1]))
})

test('a failure of the holder is the failure of the guest', async () => {
  const project = temporaryFolder()
  await holderOf(project)
  const failure = await failureFrom(testEngine().request('start-run', { project, dataset: 'refuse' }))
  expect(failure).toMatchObject({ code: 'file-missing', file: 'w.h5', request: 'start-run' })
})

test('a guest cancels its job in the holder, which goes on to the next', async () => {
  const project = temporaryFolder()
  const holder = await holderOf(project)
  const guest = testEngine()
  const { answer, begun } = started((onProgress) =>
    guest.request('start-run', { project, dataset: 'until cancelled' }, { onProgress }),
  )
  guest.cancel(await begun)
  expect(await failureFrom(answer)).toMatchObject({ code: 'cancelled', request: 'start-run' })
  expect((await holder.request('start-run', { project, dataset: 'count' })).run).toBe('2')
})

test('the job of a guest that is killed stops', async () => {
  const project = temporaryFolder()
  const holder = await holderOf(project)
  const states: string[] = []
  const cancelled = new Promise<void>((resolve) => {
    holder.on('job-progressed', ({ state }) => {
      states.push(state)
      if (state === 'cancelled') resolve()
    })
  })
  const guest = testEngine()
  const { begun } = started((onProgress) =>
    guest.request('start-run', { project, dataset: 'until cancelled' }, { onProgress }),
  )
  await begun
  guest.kill()
  await cancelled
})

test('a job that has not begun when its holder closes is done by the engine that asked', async () => {
  const project = temporaryFolder()
  const holder = testEngine()
  const own = started((onProgress) =>
    holder.request('start-run', { project, dataset: 'until cancelled' }, { onProgress }),
  )
  await own.begun
  const guest = testEngine()
  const { promise: waits, resolve } = Promise.withResolvers<void>()
  holder.on('job-progressed', ({ job, state }) => {
    if (job < 0 && state === 'waiting') resolve()
  })
  const answer = guest.request('start-run', { project, dataset: 'count' })
  await waits
  await holder.close()
  expect(Number((await answer).model)).toBe(await pidOf(guest))
})

test('a job that has begun is finished by a holder that is asked to finish, else it ends with the reason', async () => {
  const project = temporaryFolder()
  const guest = testEngine()
  const ask = (dataset: string): ReturnType<typeof started> =>
    started((onProgress) => guest.request('start-run', { project, dataset }, { onProgress }))

  const patient = await holderOf(project)
  const steps = ask('ten steps')
  await steps.begun
  await patient.close({ finishGuests: true })
  expect(await steps.answer).toMatchObject({ run: 'undefined' })

  const hasty = await holderOf(project)
  const endless = ask('until cancelled')
  await endless.begun
  await hasty.close()
  expect(await failureFrom(endless.answer)).toMatchObject({ code: 'engine-stopped', request: 'start-run' })
  expect(existsSync(join(project, '.thaw-lock'))).toBe(false)
})

test('when the holder is killed, a job that waited is done here and one that had begun says what was lost', async () => {
  const project = temporaryFolder()
  const supervisor = run('./test-supervisor.ts', 'start-run', 'until cancelled', project)
  await supervisor.told(({ progress }: { progress?: { step: string } }) => progress?.step || undefined)
  const guest = testEngine()
  const heard = Promise.withResolvers<void>()
  const waiting = guest.request('start-run', { project, dataset: 'pid' }, { onProgress: () => heard.resolve() })
  await heard.promise
  supervisor.child.kill('SIGKILL')
  expect((await waiting).run).toBe(String(await pidOf(guest)))

  const holder = await holderOf(join(project, 'another'))
  const begun = started((onProgress) =>
    guest.request('start-run', { project: join(project, 'another'), dataset: 'until cancelled' }, { onProgress }),
  )
  await begun.begun
  holder.kill()
  const failure = await failureFrom(begun.answer)
  expect(failure).toMatchObject({ code: 'engine-stopped', file: join(project, 'another'), request: 'start-run' })
})

test('two commands at once on one project both get their answers, whoever has it', async () => {
  const project = temporaryFolder()
  const commands = [1, 2].map(() => run('./test-supervisor.ts', 'start-run', 'ten steps', project))
  const outcomes = await Promise.all(
    commands.map(async ({ told }) => ({
      pid: await told(({ pid }: { pid?: number }) => pid),
      answer: await told(({ answer }: { answer?: { model: string } }) => answer),
    })),
  )
  const pids = outcomes.map(({ pid }) => String(pid))
  for (const { answer } of outcomes) expect(pids).toContain(answer.model)
})
