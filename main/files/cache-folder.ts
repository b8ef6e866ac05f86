import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Where Thaw keeps what it can fetch or compute again, per user and shared by all projects: `$THAW_CACHE`, else the
 * system's place for caches (XDG on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows). Not created here.
 */
export function cacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { THAW_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment
  if (THAW_CACHE) return resolve(THAW_CACHE)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'thaw')
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'thaw', 'cache')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'thaw')
}
