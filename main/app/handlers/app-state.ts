import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppHandler } from '../context.ts'

export const appState: AppHandler<'app-state'> = async (context) => {
  const { engine, settings, recents, jobs, root, version, systemLanguage } = context
  const { samplesState } = await import('../../zoo/index.ts')
  const listed = await recents.read()
  const there = await Promise.all(
    listed.map(({ project }) => stat(join(project, 'project.json')).then(Boolean, () => false)),
  )
  return {
    version,
    settings: await settings.read(),
    systemLanguage,
    engine: engine.status(),
    // A project on a disk that is not connected stays in the list, unseen.
    recent: listed.filter((_, at) => there[at]),
    jobs: jobs.list(),
    samples: await samplesState(),
    root,
  }
}
