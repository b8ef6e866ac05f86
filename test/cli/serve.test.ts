import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { thaw } from './commands.ts'

const entry = fileURLToPath(new URL('../../main/cli/index.ts', import.meta.url))

it('serve prints its address once it answers, and ends well at Ctrl-C', async () => {
  const home = mkdtempSync(join(tmpdir(), 'thaw-cli-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const env = { ...process.env, XDG_DATA_HOME: home, HOME: home, LOCALAPPDATA: home }
  const child = spawn(process.execPath, [entry, 'serve', '--json', '--root', home], { env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const { url } = JSON.parse(line) as { url: string }
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}$/)
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
  expect((await fetch(new URL('/', url))).status).toBe(401)
  child.kill('SIGINT')
  expect((await once(child, 'close'))[0]).toBe(0)
})

it('serve says in one line why it cannot listen', async () => {
  const { code, stderr } = await thaw('serve', '--host', '203.0.113.1')
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^thaw: Thaw cannot be served at 203\.0\.113\.1, port 0\. .*Choose another --port or --host\.\n$/,
  )
})
