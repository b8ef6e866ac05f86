import { spawn } from 'node:child_process'

/** Opens an address in the person's browser, where there is a display; the address was printed in any case. */
export function openBrowser(url: string, { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process): void {
  const command = commandFor(url, platform, env)
  if (!command) return
  const [program = '', ...parameters] = command
  const child = spawn(program, parameters, { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

function commandFor(url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] | null {
  if (platform === 'darwin') return ['open', url]
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url]
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open', url] : null
}
