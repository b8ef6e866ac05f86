import { cpSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdProject } from '../../main/engine/project-lock/hold-project.ts'
import { processSpace } from '../../main/engine/project-lock/process-identity.ts'
import { failureFrom, temporaryFolder } from './engines.ts'
import { gone, run } from './processes.ts'

const address = '/nowhere/thaw.sock'

/** Starts a process that takes the project at the word, and tells whether it got it. */
async function candidate(folder: string): Promise<{ take: () => Promise<boolean>; kill: () => Promise<void> }> {
  const { child, told } = run('./test-holder.ts', folder)
  await told((message: unknown) => (message === 'here' ? true : undefined))
  return {
    take: () => {
      const taken = told(({ held }: { held?: boolean }) => held)
      child.send('now')
      return taken
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone(child.pid ?? 0)
    },
  }
}

test('a project has one holder, whose lock only this user can read, and giving it back leaves nothing', async () => {
  const folder = join(temporaryFolder(), 'new', 'project')
  const hold = holdProject(folder, address)
  expect(hold.held).toBe(true)
  expect(statSync(join(folder, '.thaw-lock')).mode & 0o777).toBe(0o600)
  const other = await candidate(folder)
  expect(await other.take()).toBe(false)
  if (hold.held) hold.release()
  expect(existsSync(folder)).toBe(false)
  expect(await (await candidate(folder)).take()).toBe(true)
})

test('the lock of a killed holder is broken by exactly one of many who find it', async () => {
  const folder = temporaryFolder()
  const dead = await candidate(folder)
  expect(await dead.take()).toBe(true)
  await dead.kill()
  const many = await Promise.all(Array.from({ length: 6 }, () => candidate(folder)))
  const taken = await Promise.all(many.map(({ take }) => take()))
  expect(taken.filter(Boolean)).toHaveLength(1)
  expect(readdirSync(folder)).toEqual(['.thaw-lock'])
})

test('a lock with a process number that was used again is broken', () => {
  const folder = temporaryFolder()
  const hold = holdProject(folder, address)
  rewrite(folder, { started: 'another boot 1234' })
  expect(holdProject(folder, address).held).toBe(true)
  expect(hold.held).toBe(true)
})

test('a damaged lock and a copied one hold nobody up', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, '.thaw-lock'), '{"version": 1, "pi')
  expect(holdProject(folder, address).held).toBe(true)
  expect(holdProject(folder, address).held).toBe(false)
  const copy = join(temporaryFolder(), 'copy')
  cpSync(folder, copy, { recursive: true })
  expect(holdProject(copy, address).held).toBe(true)
})

test('a breaker that died on the way is followed in its turn', async () => {
  const folder = temporaryFolder()
  const dead = await candidate(folder)
  await dead.take()
  await dead.kill()
  const { token } = JSON.parse(readFileSync(join(folder, '.thaw-lock'), 'utf8')) as { token: string }
  // Its claim, with the content of a dead process under another token.
  const claim = join(folder, `.thaw-lock.${token}`)
  const content = readFileSync(join(folder, '.thaw-lock'), 'utf8').replace(token, 'f'.repeat(32))
  writeFileSync(claim, content.replace(/"file": "\d+"/, '"file": null'))
  expect(holdProject(folder, address).held).toBe(true)
  expect(readdirSync(folder)).toEqual(['.thaw-lock'])
})

test('a holder in another computer counts as alive while it gives signs of life', () => {
  const folder = temporaryFolder()
  holdProject(folder, address)
  rewrite(folder, { space: 'another-computer' })
  const hold = holdProject(folder, address)
  expect(hold).toMatchObject({ held: false, holder: { space: 'another-computer' } })
  expect(processSpace()).not.toBe('another-computer')
})

test('a folder that refuses is named', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  const failure = await failureFrom(Promise.resolve().then(() => holdProject(join(file, 'project'), address)))
  expect(failure).toMatchObject({ code: 'cannot-write', file: join(file, 'project') })
})

/** Changes a lock in place, so that it stays the same file. */
function rewrite(folder: string, change: object): void {
  const path = join(folder, '.thaw-lock')
  const entry = JSON.parse(readFileSync(path, 'utf8')) as object
  writeFileSync(path, JSON.stringify({ ...entry, ...change }))
}
