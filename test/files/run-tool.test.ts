import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failureOf, unwatched, type Work } from '../../contract/index.ts'
import { runTool, withTemporaryFolder, type ToolRun } from '../../main/files/index.ts'

const missing = ['no-such-program-anywhere']
const node = [process.execPath, '-e']

const tool = (folder: string, script: string, more: Partial<ToolRun> = {}): ToolRun => ({
  commands: [missing, node],
  parameters: [script],
  folder,
  bytes: 0,
  remedy: 'Install it.',
  step: 'fetch',
  work: unwatched(),
  ...more,
})

async function failure(promise: Promise<unknown>) {
  return failureOf(await promise.catch((error: unknown) => error))
}

test('the first command that is there is run, in the folder, which is also its temporary folder', async () => {
  const seen = await withTemporaryFolder(async (folder) => {
    await runTool(tool(folder, 'require("fs").writeFileSync("out", require("os").tmpdir())'))
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(folder)
    return folder
  })
  expect(existsSync(seen)).toBe(false)
})

test('a tool that is missing, or fails, says so with its remedy', async () => {
  await withTemporaryFolder(async (folder) => {
    expect(await failure(runTool(tool(folder, '', { commands: [missing] })))).toMatchObject({
      code: 'tool-missing',
      expected: missing[0],
      remedy: 'Install it.',
    })
    const script = 'console.error("ERROR: no matching distribution"); console.log("bye"); process.exit(3)'
    expect(await failure(runTool(tool(folder, script)))).toMatchObject({
      code: 'tool-failed',
      found: 'ERROR: no matching distribution',
      remedy: 'Install it.',
    })
  })
})

test('what the tool has fetched so far is reported, and cancelling ends it', async () => {
  await withTemporaryFolder(async (folder) => {
    const stop = new AbortController()
    const reason = new Error('enough')
    const work: Work = {
      ...unwatched(),
      signal: stop.signal,
      progress: (_step, done, total, unit) => {
        if (done === 0) return
        expect([done, total, unit]).toEqual([3, 10, 'bytes'])
        stop.abort(reason)
      },
    }
    const script = 'require("fs").writeFileSync("out", "abc"); setInterval(() => {}, 1000)'
    await expect(runTool(tool(folder, script, { bytes: 10, work }))).rejects.toBe(reason)
  })
})
