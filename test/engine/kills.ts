import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import type { TrainResult } from '../../contract/index.ts'
import { readKerasModel } from '../../main/formats/index.ts'
import { thawEntry } from '../cli/commands.ts'

/** Two stages on a small base, with a bank: everything that a run writes is written. */
const settings = [
  '--recipe',
  'finetune',
  '--unfreeze',
  'block2_conv1',
  '--epochs',
  '3,3',
  '--learning-rate',
  '1e-3,1e-4',
]
const small = ['--weights', 'random', '--cut', 'block2_pool', '--size', '64', '--head', '16', '--batch', '8']
const fixed = ['--augmentation', 'bank:2', '--convolution', 'direct', '--precision', 'float32']
const all = [...settings, ...small, ...fixed]

const runOf = (project: string) => join(project, 'runs', '001-finetune')
const names = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])

/** Moments of a run, as they show on disk. */
export const points = {
  'a row of the bank is written': (project: string) =>
    names(join(project, 'features')).some((key) => {
      const folder = join(project, 'features', key)
      const part = join(folder, 'pending.npy.part')
      const isDraw =
        existsSync(join(folder, 'key.json')) && readFileSync(join(folder, 'key.json'), 'utf8').includes('draw')
      return isDraw && existsSync(part) && statSync(part).size > 100_000
    }),
  'a checkpoint is about to take its place': (project: string) =>
    names(join(runOf(project), 'checkpoint')).some((name) => /^last\.safetensors\..*tmp$/.test(name)),
  'one stage has ended and the next has not begun': (project: string) => epochsIn(project) === 3,
  'the model is being saved': (project: string) => names(runOf(project)).some((name) => /^model\.h5\..+/.test(name)),
} as const
export type Point = keyof typeof points

const epochsIn = (project: string): number => {
  const log = join(runOf(project), 'log.csv')
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').length - 1 : 0
}

/** Whom SIGKILL is sent to. */
export type Victim = 'the engine' | 'the process group'

/** The engine of a command: its child that runs the engine's entry; null where it has none, or has ended itself. */
function engineOf(pid: number): number | null {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' })
  const line = stdout.split('\n').find((text) => text.includes('engine'))
  return line ? Number.parseInt(line, 10) : null
}

function begin(source: string, project: string, more: readonly string[]) {
  const parameters = [fileURLToPath(thawEntry), 'train', source, '--project', project, '--json', ...more]
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }))
  return { child, ended }
}

/** Runs the plan to its end. */
export async function train(source: string, project: string, more: readonly string[] = all): Promise<TrainResult> {
  const { code, stdout, stderr } = await begin(source, project, more).ended
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as TrainResult
}

/**
 * Runs the plan and kills it at a point, or after some milliseconds; then goes on with what is left. Whether it was killed
 * before it ended by itself, and the run's result.
 */
export async function killAndGoOn(source: string, project: string, when: Point | number, victim: Victim) {
  const { child, ended } = begin(source, project, all)
  const kill = (): boolean => {
    const engine = victim === 'the engine' ? engineOf(child.pid!) : null
    if (victim === 'the engine' && engine === null) return false
    process.kill(engine ?? -child.pid!, 'SIGKILL')
    return true
  }
  let isOver = false
  void ended.then(() => (isOver = true))
  const due = typeof when === 'number' ? performance.now() + when : 0
  const isTime = () => (typeof when === 'number' ? performance.now() >= due : points[when](project))
  let killed = false
  while (!isOver && !killed) {
    if (isTime()) killed = kill()
    await setTimeout(typeof when === 'number' ? 10 : 1)
  }
  const { code } = await ended
  if (killed) expect(code).not.toBe(0)
  const hasRun = existsSync(join(runOf(project), 'run.json'))
  const done = hasRun && /"state": "done"/.test(readFileSync(join(runOf(project), 'run.json'), 'utf8'))
  const result = done ? null : await train(source, project, hasRun ? [...all, '--resume', '001-finetune'] : all)
  return { killed, resumed: result?.resumed ?? null }
}

/** What a run leaves: its weights and its log. */
export async function remains(project: string) {
  const run = names(join(project, 'runs')).at(-1) ?? ''
  const folder = join(project, 'runs', run)
  const { weights } = await readKerasModel(join(folder, 'model.h5'))
  return { weights, log: readFileSync(join(folder, 'log.csv'), 'utf8') }
}
