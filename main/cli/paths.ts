import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'

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

/** Where Thaw keeps what it made for this person and nobody chose a place for. */
export function dataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { XDG_DATA_HOME, LOCALAPPDATA } = environment
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'thaw')
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'thaw', 'data')
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'thaw')
}

/** A path as the engine takes it. */
export function toPath(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected a path.')
  return resolve(text)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
