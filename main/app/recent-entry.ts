import { basename } from 'node:path'
import type { Dataset, RecentProject, RunView } from '../../contract/index.ts'
import type { Context } from './context.ts'
import { coversOf, runsOf } from './projects.ts'
import { withRecent } from './recents.ts'

function entryOf(project: string, dataset: Dataset, runs: readonly RunView[], opened: string): RecentProject {
  const done = runs.find(({ record }) => record.state === 'done')?.record
  return {
    project,
    name: basename(project),
    opened,
    classes: dataset.classes.length,
    photographs: dataset.photographs.length,
    covers: Object.values(coversOf(dataset)).slice(0, 4),
    lastRun: done ? { name: done.name, interval: done.test?.interval ?? null } : null,
  }
}

/** Puts a project on the list: on top when it is opened, else where it was, with what it holds now. */
export async function remember(context: Context, project: string, { opened }: { opened: boolean }): Promise<void> {
  const { dataset } = await context.dataset(project)
  const runs = await runsOf(project, (run) => context.jobs.isRunning(project, run))
  await context.recents.change((list) => {
    const before = list.find((entry) => entry.project === project)
    if (!opened && !before) return list
    const time = opened || !before ? new Date().toISOString() : before.opened
    return withRecent(list, entryOf(project, dataset, runs, time))
  })
}
