import { homedir } from 'node:os'
import { Option, type Command } from 'commander'
import { failureOf } from '../../../contract/index.ts'
import { exitCodeOf, explain } from '../failure.ts'
import { onInterrupt } from '../interrupt.ts'
import { toNumber } from '../parsers.ts'
import { openBrowser } from '../open-browser.ts'
import { toPath } from '../paths.ts'

interface Settings {
  host: string
  port: number
  root: string
  open?: boolean
  device?: 'auto' | 'cpu'
  json?: boolean
  debug?: boolean
}

export function addServe(program: Command, version: string): void {
  program
    .command('serve')
    .description('show the application in a browser, here or from a computer with a GPU')
    .option('--host <address>', 'where to listen; anything but this computer lets others in', '127.0.0.1')
    .option('--port <n>', '0: any that is free', toNumber, 0)
    .option('--root <dir>', 'folder whose photographs may be opened', toPath, homedir())
    .option('--open', 'open the address in a browser')
    .addOption(new Option('--device <which>', 'auto, or cpu: leave the GPU alone').choices(['auto', 'cpu']))
    .option('--json', 'print the address as a JSON object')
    .option('--debug', 'tell more on stderr')
    .action((settings: Settings) => run(settings, version))
}

async function run({ host, port, root, open, device, json, debug = false }: Settings, version: string): Promise<void> {
  try {
    const { serve } = await import('../../serve/index.ts')
    const onOutput = (text: string): void => void (debug && process.stderr.write(text))
    // The engine inherits it.
    if (device === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1'
    const server = await serve({ host, port, root, version, onOutput })
    process.stdout.write(json ? `${JSON.stringify({ url: server.url })}\n` : `${server.url}\n`)
    if (open) openBrowser(server.url)
    await new Promise<void>((resolve) => {
      const interrupt = onInterrupt((times) => {
        if (times > 1) process.exit(130)
        process.stderr.write('Stopping; what is finished is kept.\n')
        resolve(server.close().finally(() => interrupt.stop()))
      })
    })
  } catch (error) {
    process.stderr.write(`${explain(error, debug)}\n`)
    process.exitCode = exitCodeOf(failureOf(error))
  }
}
