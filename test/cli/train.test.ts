import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DatasetReport, EvaluateResult, Prediction, TrainResult } from '../../contract/index.ts'
import { temporaryFolder, writePhotographs } from '../helpers/photographs.ts'
import { start, thaw, thawEntry, type Ended } from './commands.ts'

/** A network small enough for a test. */
const small = ['--weights', 'random', '--cut', 'block2_pool', '--size', '64', '--head', '16', '--convolution', 'direct']

async function photographs(): Promise<{ photographs: string; project: string }> {
  const folder = temporaryFolder()
  await writePhotographs(join(folder, 'photographs'), { cats: 12, dogs: 12 })
  return { photographs: join(folder, 'photographs'), project: join(folder, 'project') }
}

/** The result of a command that went well: stdout is one JSON object and nothing else. */
function resultOf<T>({ code, stdout, stderr }: Ended): T {
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('thaw:') as string })
  return JSON.parse(stdout) as T
}

test('two commands at once train in one project, each into a run of its own', async () => {
  const { photographs: source, project } = await photographs()
  const command = ['train', source, '--project', project, '--epochs', '2', '--json', ...small]
  const ended = await Promise.all([thaw(...command), thaw(...command)])
  const results = ended.map((outcome) => resultOf<TrainResult>(outcome))
  expect(results.map(({ run }) => run).sort()).toEqual(
    ['001-extract', '002-extract'].map((run) => join(project, 'runs', run)),
  )
  expect(results[0]?.history).toEqual(results[1]?.history)
  expect(readdirSync(project).sort()).toEqual(['dataset.json', 'features', 'looks.bin', 'project.json', 'runs'])
})

test('an interrupted run keeps its epochs, and goes on where it was', async () => {
  const { photographs: source, project } = await photographs()
  const log = join(project, 'runs', '001-extract', 'log.csv')
  const command = start(thawEntry, 'train', source, '--project', project, '--epochs', '2000', ...small)
  await expect.poll(() => existsSync(log), { timeout: 60_000, interval: 20 }).toBe(true)
  command.interrupt()
  const { code, stdout, stderr } = await command.ended
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toContain('--resume 001-extract goes on with it.')
  expect(stderr).toContain('thaw: Cancelled.')

  const kept = readFileSync(log, 'utf8')
  const again = start(thawEntry, 'train', source, '--project', project, '--resume', '001-extract')
  await expect.poll(() => readFileSync(log, 'utf8').length, { timeout: 60_000 }).toBeGreaterThan(kept.length)
  again.interrupt()
  expect(await again.ended).toMatchObject({ code: 130 })
  expect(readFileSync(log, 'utf8').startsWith(kept)).toBe(true)
})

test('a run is evaluated, asked and drawn by its name', async () => {
  const { photographs: source, project } = await photographs()
  const report = resultOf<DatasetReport>(await thaw('dataset', 'import', source, '--out', project, '--json'))
  expect(report.splits).toEqual({
    train: { cats: 6, dogs: 6 },
    validation: { cats: 3, dogs: 3 },
    test: { cats: 3, dogs: 3 },
  })
  expect(resultOf<DatasetReport>(await thaw('dataset', 'check', project, '--quick', '--json'))).toEqual(report)

  const trained = resultOf<TrainResult>(
    await thaw('train', project, '--project', project, '--epochs', '1', '--json', ...small),
  )
  const judged = resultOf<EvaluateResult>(
    await thaw('evaluate', '001-extract', project, '--project', project, '--json'),
  )
  expect(judged.accuracy).toBe(trained.test?.accuracy)

  const file = join(source, 'cats', readdirSync(join(source, 'cats'))[0] ?? '')
  const asked = resultOf<{ predictions: Prediction[] }>(await thaw('predict', trained.model, file, '--json'))
  const [prediction] = asked.predictions
  expect(prediction?.file).toBe(file)
  expect(Object.values(prediction?.probabilities ?? {}).reduce((sum, value) => sum + value)).toBeCloseTo(1)

  const out = join(project, 'curves')
  const drawn = await thaw('figures', '001-extract', '--project', project, '--out', out, '--format', 'csv', '--json')
  expect(resultOf<{ files: string[] }>(drawn).files.map((path) => existsSync(path))).toEqual([true, true])
})
