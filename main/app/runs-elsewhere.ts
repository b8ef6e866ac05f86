import { statSync } from 'node:fs'
import { join } from 'node:path'
import { runUnderWay } from '../engine/index.ts'
import type { Context } from './context.ts'

/** Milliseconds between two looks, and how many projects are looked at. */
const every = 2000
const most = 4

/** Runs that other processes train in projects that windows show: a command's, which sends no events here. */
export interface RunsElsewhere {
  /** Looks after this project from now on. */
  watch(project: string): void
  close(): void
}

export function watchRunsElsewhere(tell: Context['tell']): RunsElsewhere {
  const known = new Map<string, string>()
  const look = (): void => {
    for (const [project, before] of known) {
      const now = stampOf(project)
      known.set(project, now)
      if (now !== before) tell('project-changed', { project })
    }
  }
  const timer = setInterval(look, every)
  timer.unref()
  return {
    watch(project) {
      const stamp = known.get(project) ?? stampOf(project)
      known.delete(project)
      known.set(project, stamp)
      for (const oldest of [...known.keys()].slice(0, -most)) known.delete(oldest)
    },
    close: () => clearInterval(timer),
  }
}

/** Changes with every epoch, and when a run begins or ends. */
function stampOf(project: string): string {
  const run = runUnderWay(project)
  if (run === null) return ''
  const times = ['run.json', 'log.csv'].map(
    (file) => statSync(join(project, 'runs', run, file), { throwIfNoEntry: false })?.mtimeMs,
  )
  return [run, ...times].join(' ')
}
