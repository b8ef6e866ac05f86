import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
export { dataFolder } from '../files/index.ts'

/** A run's folder: as typed, or by the run's name in `project`. */
export function runFolder(run: string, project: string | undefined): string {
  const named = project === undefined ? null : join(resolve(project), 'runs', run)
  return named && existsSync(named) ? named : resolve(run)
}

/** A model file: itself, or the one in a run's folder. */
export function modelFile(runOrModel: string, project: string | undefined): string {
  const path = runFolder(runOrModel, project)
  return isFolder(path) ? join(path, 'model.h5') : path
}

/** A path as the engine takes it. */
export function toPath(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.')
  return resolve(text)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
