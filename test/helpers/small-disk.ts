import { execFile, execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'

/** What a test says that skips itself where `canMount` is false. */
export const needsMount = 'needs a Linux that lets a process mount a small tmpfs of its own (unshare -rm mount)'

/** Whether a process may have a file system of its own here. */
export function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tmpdir()])
    return true
  } catch {
    return false
  }
}

/** Runs `script FOLDER PARAMETERS…` with a file system of `megabytes` of its own mounted on the folder. What it printed. */
export async function runOnSmallDisk(
  script: string,
  megabytes: number,
  folder: string,
  ...parameters: string[]
): Promise<string> {
  const command = 'mount -t tmpfs -o "size=$1m" tmpfs "$0" && shift && exec "$@"'
  const program = [process.execPath, script, folder, ...parameters]
  const { stdout } = await promisify(execFile)(
    'unshare',
    ['-rm', 'sh', '-c', command, folder, String(megabytes), ...program],
    { env: process.env },
  )
  return stdout
}
