import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listRuns, openProject, openRun, readHistory, readRecord } from '../../main/project/index.ts'
import { createRun } from '../../main/project/run-folder.ts'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'thaw-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const failing = (code: string): unknown => expect.objectContaining({ failure: expect.objectContaining({ code }) })

describe('a project’s folder', () => {
  it('is made where there is none, and opened again as it was', async () => {
    const made = await openProject(join(dir, 'market'))
    expect(made.file).toMatchObject({ version: 1, name: 'market' })
    expect((await openProject(join(dir, 'market'))).file).toEqual(made.file)
  })

  it('is not made among other files, which it leaves alone', async () => {
    writeFileSync(join(dir, 'thesis.docx'), 'x')
    await expect(openProject(dir)).rejects.toEqual(failing('not-a-project'))
    expect(readdirSync(dir)).toEqual(['thesis.docx'])
  })

  it.each([
    '',
    'null',
    '[]',
    '{"version":2,"name":"a","created":""}',
    '{"version":1,"name":7}',
    '{"__proto__":{"version":1}}',
  ])('is refused with the project.json %j, naming the file', async (text) => {
    writeFileSync(join(dir, 'project.json'), text)
    await expect(openProject(dir)).rejects.toEqual(failing('project-damaged'))
    await expect(openProject(dir)).rejects.toMatchObject({ failure: { file: join(dir, 'project.json') } })
  })
})

describe('a project’s runs', () => {
  it('are numbered after the highest there is, and two begun at once get two folders', async () => {
    const project = await openProject(dir)
    mkdirSync(join(project.runs, '007-extract'))
    const runs = await Promise.all([createRun(project, 'extract'), createRun(project, 'finetune')])
    expect(new Set(runs.map(({ folder }) => folder)).size).toBe(2)
    expect(Math.min(...runs.map(({ name }) => parseInt(name, 10)))).toBe(8)
    expect(await listRuns(project)).toHaveLength(3)
  })

  it('give back the history that was written', async () => {
    const run = await createRun(await openProject(dir), 'extract')
    expect(await readHistory(run.folder)).toEqual([])
    const history = [{ epoch: 0, accuracy: 0.1 + 0.2, loss: 1e-7, val_accuracy: 1, val_loss: 12345.678 }]
    await run.writeHistory(history)
    expect(await readHistory(run.folder)).toEqual(history)
    expect(readdirSync(run.folder)).toEqual(['log.csv'])
  })

  it('cannot be named out of the project, and a missing one is answered with those there are', async () => {
    const project = await openProject(dir)
    await createRun(project, 'extract')
    for (const name of ['../..', '..', 'none', '001-extract/../001-extract']) {
      await expect(openRun(project, name)).rejects.toMatchObject({
        failure: { code: 'run-missing', expected: '001-extract' },
      })
    }
  })

  it('with a hostile run.json are refused, naming the file', async () => {
    const { folder, recordFile } = await createRun(await openProject(dir), 'extract')
    await expect(readRecord(folder)).rejects.toEqual(failing('run-missing'))
    for (const text of ['{', '{}', '{"version":99}', '[[]]']) {
      writeFileSync(recordFile, text)
      await expect(readRecord(folder)).rejects.toMatchObject({ failure: { code: 'run-damaged', file: recordFile } })
    }
  })
})
