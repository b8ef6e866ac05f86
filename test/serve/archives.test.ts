import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import type { UploadAnswer } from '../../contract/index.ts'
import { removeAbandoned } from '../../main/app/pending.ts'
import { zipOf } from '../helpers/archives.ts'
import { jpeg, writeTree } from '../helpers/photographs.ts'
import { failureFrom } from '../engine/engines.ts'
import { ask, openPage, served, type Served } from './browser.ts'

/** A Korean zip of a zip for each class, three photographs in each. */
async function koreanZip(): Promise<Buffer> {
  let seed = 300
  const classes = ['고양이', '강아지'].map(async (name) => {
    const files = [1, 2, 3].map(async (index) => ({
      name: iconv.encode(`${name} ${index}.jpg`, 'cp949'),
      content: await jpeg(24, 18, ++seed),
    }))
    return { name: iconv.encode(`사진/${name}.zip`, 'cp949'), content: zipOf(await Promise.all(files)) }
  })
  return zipOf(await Promise.all(classes))
}

async function upload(server: Served, name: string, body: Uint8Array): Promise<string> {
  const query = new URLSearchParams({ batch: crypto.randomUUID(), path: name })
  const answer = await ask(server, `/upload?${query.toString()}`, {
    method: 'POST',
    body,
    headers: { cookie: `thaw-${server.port}=${server.token}`, origin: `http://127.0.0.1:${server.port}` },
  })
  expect(answer.status).toBe(200)
  return (JSON.parse(answer.body.toString()) as UploadAnswer).path
}

const projects = ({ home }: Served): string[] =>
  existsSync(join(home, 'projects')) ? readdirSync(join(home, 'projects')) : []

describe('an archive that is dropped on a served window', () => {
  it('is shown as it is understood, corrected, and then becomes a project', async () => {
    const server = await served()
    const page = await openPage(server)
    const folder = await upload(server, '동물.zip', await koreanZip())
    const looked = await page.request('preview-project', { folder })
    if (!('preview' in looked)) throw new Error('There is a project already.')
    const { classes, archives, layout } = looked.preview
    expect(classes.map(({ name, divided }) => [name, divided])).toEqual([
      ['강아지', 3],
      ['고양이', 3],
    ])
    expect(archives[0]).toMatchObject({ unpacked: 6, encodings: ['CP949'], left: [] })
    expect(layout.sources).toEqual([{ folder: '사진', split: null, labels: { by: 'folder' } }])
    // Nothing of it is on the list of projects yet.
    expect((await page.request('app-state', {})).recent).toEqual([])

    const byName = { sources: [{ folder: '사진', split: null, labels: { by: 'name' as const } }] }
    const corrected = await page.request('preview-project', { folder, layout: byName })
    expect('preview' in corrected && corrected.preview.classes.map(({ name }) => name)).toEqual(['강아지', '고양이'])

    const { project } = await page.request('open-project', { folder, layout: byName })
    const { data, source } = await page.request('project-state', { project })
    expect([data.classes, source]).toEqual([['강아지', '고양이'], join(project, 'photographs')])
    expect(readdirSync(project).filter((name) => name.startsWith('.import') || name.startsWith('.unpack'))).toEqual([])
    expect(await page.request('preview-project', { folder })).toEqual({ project })
    expect(await page.request('open-project', { folder })).toEqual({ project })
    const again = await page.request('rescan-project', { project })
    expect(again.data.classes).toEqual(['강아지', '고양이'])
  })

  it('that a person decides against, or that is none, leaves nothing', async () => {
    const server = await served()
    const page = await openPage(server)
    const folder = await upload(server, 'a.zip', await koreanZip())
    await page.request('preview-project', { folder })
    expect(projects(server)).toEqual(['a'])
    await page.request('drop-preview', { folder })
    expect(projects(server)).toEqual([])
    const none = await upload(server, 'b.zip', Buffer.from('no archive'))
    expect((await failureFrom(page.request('preview-project', { folder: none }))).code).toMatch(/^archive-/)
    expect(projects(server)).toEqual([])
  })

  it('is removed at the next start where the window that looked at it is gone, and nothing else is', async () => {
    const server = await served()
    const page = await openPage(server)
    const pending = (name: string) => join(server.home, 'projects', name, '.importing.json')
    for (const name of ['left', 'live', 'begun', 'elsewhere']) {
      await page.request('preview-project', { folder: await upload(server, `${name}.zip`, await koreanZip()) })
    }
    expect(projects(server).sort()).toEqual(['begun', 'elsewhere', 'left', 'live'])
    const change = (name: string, by: (before: { owner: object }) => object) =>
      writeFileSync(
        pending(name),
        JSON.stringify(by(JSON.parse(readFileSync(pending(name), 'utf8')) as { owner: object })),
      )
    const gone = spawnSync(process.execPath, ['-e', '']).pid
    for (const name of ['left', 'begun', 'elsewhere']) {
      change(name, (before) => ({ ...before, owner: { ...before.owner, pid: gone } }))
    }
    change('begun', (before) => ({ ...before, begun: true }))
    change('elsewhere', (before) => ({ ...before, owner: { ...before.owner, space: 'another computer' } }))
    writeTree(join(server.home, 'projects'), { 'by hand/photo.txt': 'not ours' })
    await removeAbandoned(server.home)
    expect(projects(server).sort()).toEqual(['begun', 'by hand', 'elsewhere', 'live'])
  })

  it('is gone on with when what was unpacked is there already, and begun again when it has changed', async () => {
    const server = await served()
    const page = await openPage(server)
    const folder = await upload(server, 'a.zip', await koreanZip())
    await page.request('preview-project', { folder })
    const staged = join(server.home, 'projects/a/.unpacking/files/사진/고양이/고양이 1.jpg')
    const mark = await jpeg(40, 40, 999)
    writeFileSync(staged, mark)
    const { project } = await page.request('open-project', { folder })
    expect(readFileSync(join(project, 'photographs/사진/고양이/고양이 1.jpg')).equals(mark)).toBe(true)
    renameSync(folder, `${folder}.old`)
    writeFileSync(folder, await koreanZip())
    utimesSync(folder, 1, 1)
    expect(await page.request('preview-project', { folder })).toHaveProperty('preview')
  })

  it('outside of what was opened to the window is refused', async () => {
    const server = await served()
    const page = await openPage(server)
    const outside = join(server.root, '..', 'outside.zip')
    writeFileSync(outside, await koreanZip())
    expect((await failureFrom(page.request('preview-project', { folder: outside }))).code).toBe('outside-root')
  })
})
