import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import { unwatched, type RunRecord } from '../../contract/index.ts'
import { openProject, openRun, startRun } from '../../main/project/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-kept-way-'))
afterAll(() => rmSync(root, { recursive: true }))
const project = join(root, 'project')
const photographs = join(root, 'photographs')
const name = '001-extract'
const openLast = async () => openRun(await openProject(project), name)

/** Resumes the run in a new process. Its warnings. */
function resume(environment: Record<string, string>): string[] {
  const script = fileURLToPath(new URL('resume-run.ts', import.meta.url))
  const env = { ...process.env, ...environment }
  const warnings = execFileSync(process.execPath, [script, project, photographs, name], { env })
  return JSON.parse(warnings.toString()) as string[]
}

it('a run that goes on where our own kernels do not run says so and ends with TensorFlow’s convolution', async () => {
  await writePhotographs(photographs, { cats: 8, dogs: 8 })
  const abort = new AbortController()
  const stopped = startRun(
    {
      project,
      dataset: photographs,
      choices: { weights: 'random', cut: 'block1_pool', size: 32, epochs: [3], head: 4, precision: 'float32' },
    },
    { ...unwatched(), signal: abort.signal, emit: (event) => event === 'epoch-ended' && abort.abort(new Error('on')) },
  )
  await expect(stopped).rejects.toThrow('on')
  const { run, record } = await openLast()
  const ours: RunRecord = { ...record, convolution: { block1_conv2: 2 }, stepConvolution: {} }

  await run.writeRecord(ours)
  expect(resume({})).toEqual([])
  expect((await openLast()).record).toMatchObject({ state: 'done', convolution: { block1_conv2: 2 } })

  await run.writeRecord(ours)
  expect(resume({ THAW_KERNELS: 'mmx' })).toEqual([expect.stringContaining('own kernels')])
  expect((await openLast()).record).toMatchObject({ state: 'done', convolution: {}, stepConvolution: {} })
}, 120_000)
