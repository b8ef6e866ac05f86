import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unwatched } from '../../contract/index.ts'
import { fetchSamples } from '../../main/zoo/index.ts'

const entry = fileURLToPath(new URL('../../main/cli/index.ts', import.meta.url))

/** `thaw serve` as a person starts it, with projects of its own and the caches of this computer. */
export interface Served {
  /** With its token. */
  url: string
  port: number
  /** The sample photographs, fetched if they were not there. */
  samples: string
  /** A folder of a few of them, fourteen of each class. */
  photographs: string
  /** A folder for each class, with pictures to be looked at. */
  pictures: string
  /** Where projects are made. */
  projects: string
  /** A folder that is removed at the end. */
  scratch: string
  /** The process numbers of the engines that it has now. */
  engines(): number[]
  stop(): Promise<void>
}

/** `others`: a folder of photographs to be served instead of the fourteen of each class. */
export async function serveSamples(others?: string): Promise<Served> {
  const { folder: samples } = await fetchSamples(unwatched())
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-e2e-')))
  const photographs = join(scratch, 'root', others ? basename(others) : 'market')
  if (others) cpSync(others, photographs, { recursive: true })
  else copyFew(samples, photographs)
  const env = { ...process.env, XDG_DATA_HOME: scratch, LOCALAPPDATA: scratch }
  const child = spawn(process.execPath, [entry, 'serve', '--json', '--root', join(scratch, 'root')], { env })
  let said = ''
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  const [line] = (await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`thaw serve ended: ${said}`))),
  ])) as [string]
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    port: Number(new URL(url).port),
    samples,
    photographs,
    pictures: others ? join(others, 'test') : samples,
    projects: join(scratch, 'thaw', 'projects'),
    scratch,
    engines: () => childrenOf(child),
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      await ended
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

function copyFew(samples: string, folder: string): void {
  for (const name of readdirSync(samples)) {
    mkdirSync(join(folder, name), { recursive: true })
    for (const file of readdirSync(join(samples, name)).sort().slice(0, 14)) {
      cpSync(join(samples, name, file), join(folder, name, file))
    }
  }
}

/** Linux tells them in a file. */
function childrenOf({ pid }: ChildProcess): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}
