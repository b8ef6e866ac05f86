import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type Work } from '../../contract/index.ts'
import { systemCode } from './atomic.ts'

export interface ToolRun {
  /** The same tool in the ways that systems call it, tried in turn until one is there: `['python3', '-m', 'pip']`. */
  commands: readonly (readonly string[])[]
  parameters: readonly string[]
  /** The tool's working and temporary folder, which grows as it fetches. */
  folder: string
  /** About how large the folder becomes, in bytes; 0: not known. */
  bytes: number
  /** What to do where the tool is missing. */
  remedy: string
  step: string
  work: Work
}

const watchEvery = 500
const keptOutput = 20_000

/**
 * Runs a tool that fetches something into `folder`, reporting the bytes that are there. Throws `tool-missing` when no
 * command is there, `tool-failed` with what the tool said last, or the reason of the cancellation.
 */
export async function runTool(run: ToolRun): Promise<void> {
  const { commands, folder, bytes, step, work } = run
  work.progress(step, 0, bytes, 'bytes')
  const watch = setInterval(() => {
    void folderBytes(folder).then((done) =>
      work.progress(step, bytes > 0 ? Math.min(done, bytes) : done, bytes, 'bytes'),
    )
  }, watchEvery)
  try {
    for (const command of commands) {
      if (await runCommand(run, command)) return
    }
  } finally {
    clearInterval(watch)
  }
  const names = commands.map((command) => command.join(' ')).join(', ')
  throw fail('tool-missing', `A program that is needed here is missing.`, { expected: names, remedy: run.remedy })
}

/** False when there is no such command. */
function runCommand({ parameters, folder, remedy, work }: ToolRun, command: readonly string[]): Promise<boolean> {
  const [program = '', ...first] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...parameters], {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: work.signal,
    })
    let output = ''
    const keep = (text: Buffer) => (output = (output + text.toString()).slice(-keptOutput))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => {
      if (work.signal.aborted) reject(work.signal.reason as Error)
      else if (systemCode(error) === 'ENOENT') resolve(false)
      else reject(error)
    })
    child.on('close', (code) => {
      if (code === 0) resolve(true)
      else if (/No module named pip/.test(output)) resolve(false)
      else
        reject(
          fail('tool-failed', `${command.join(' ')} failed.`, { found: lastLine(output) || `exit ${code}`, remedy }),
        )
    })
  })
}

function lastLine(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1))?.trim().slice(0, 500)
}

/** Bytes of all files below a folder that changes meanwhile. */
async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
