import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where Thaw keeps what it made for this person and nobody chose a place for: settings, recent projects, new projects. */
export function dataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { XDG_DATA_HOME, LOCALAPPDATA } = environment
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'thaw')
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'thaw', 'data')
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'thaw')
}
