import { expect, test } from 'vitest'
import { start, thaw } from './commands.ts'

const testCommand = new URL('./test-command.ts', import.meta.url)

test.each([
  [['launch'], 'unknown command'],
  [['summary'], 'expected either --base NAME or a model file'],
  [['summary', 'model.h5', '--base', 'vgg16'], 'expected either --base NAME or a model file'],
  [['summary', '--base', 'vgg16', '--input', '150x200x3'], 'Expected a square'],
  [['train', 'photographs'], "required option '--project <dir>'"],
  [['train', 'photographs', '--project', 'p', '--batch', '0'], "'--batch <n>' argument '0'"],
  [['train', 'photographs', '--project', 'p', '--epochs', '3,'], "'--epochs <n,…>' argument '3,'"],
  [['train', 'photographs', '--project', 'p', '--optimizer', 'sdg'], "'--optimizer <name>' argument 'sdg'"],
  [['dataset', 'import', 'photographs', '--out', 'd', '--split', '50,50'], "'--split <shares>' argument '50,50'"],
])('wrong usage is one line on stderr, and exit code 2: thaw %j', async (parameters, message) => {
  const { code, stdout, stderr } = await thaw(...parameters)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})

test('help is not an error', async () => {
  const { code, stdout } = await thaw('--help')
  expect(code).toBe(0)
  for (const command of ['doctor', 'summary', 'dataset', 'train', 'evaluate', 'predict', 'figures', 'demo']) {
    expect(stdout).toContain(`\n  ${command} `)
  }
})

test('a failure is one line with what was expected and found, and exit code 1', async () => {
  const { code, stdout, stderr } = await start(testCommand, 'refuse').ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe('thaw: No weights. Expected a file. Found none. (w.h5) Fetch them.\n')
})

test('where an unforeseen error comes from is told with --debug only', async () => {
  const plain = await start(testCommand, 'break').ended
  expect(plain).toMatchObject({ code: 1, stderr: 'thaw: a bug\n' })
  const debug = await start(testCommand, 'break', '--debug').ended
  expect(debug.stderr).toContain('test-engine.ts')
})

test('a crash of the engine is a failure that says so', async () => {
  const { code, stderr } = await start(testCommand, 'crash').ended
  expect(code).toBe(1)
  expect(stderr).toContain('The engine stopped unexpectedly during fetch-weights. Found signal SIGKILL.')
})

test.each(['SIGINT', 'SIGTERM'] as const)('the first %s cancels, and the exit code is 130', async (signal) => {
  const command = start(testCommand, 'until cancelled')
  await command.says('wait')
  command.interrupt(signal)
  const { code, stdout, stderr } = await command.ended
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toContain('what is finished is kept')
  expect(stderr).toContain('thaw: Cancelled.')
})

test('the second interrupt ends an engine that does not listen', async () => {
  const command = start(testCommand, 'deaf')
  await command.says('wait')
  command.interrupt()
  await command.says('Once more')
  command.interrupt()
  const { code, stderr } = await command.ended
  expect(code).toBe(130)
  expect(stderr).toContain('The engine was ended at once during fetch-weights.')
})

test('progress goes to stderr, and the result alone to stdout', async () => {
  const text = await start(testCommand, 'ten steps').ended
  expect(text).toMatchObject({ code: 0, stdout: 'file undefined\n' })
  expect(text.stderr).toContain('count: 0 of 10 files')
  const json = await start(testCommand, 'ten steps', '--json').ended
  expect(json.stdout).toBe('{"file":"undefined","sha256":"","source":""}\n')
})
