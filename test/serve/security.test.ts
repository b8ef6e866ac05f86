import { encode } from '@msgpack/msgpack'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resources } from '../../contract/index.ts'
import { safeParts } from '../../main/serve/uploads.ts'
import { failureFrom } from '../engine/engines.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { ask, openPage, served } from './browser.ts'

describe('who may come in', () => {
  it('gets a cookie for the right token and is sent on without it', async () => {
    const server = await served()
    const first = await ask(server, `/?token=${server.token}`, { headers: { cookie: '' } })
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
    expect(first.headers['set-cookie']![0]).toMatch(/HttpOnly; SameSite=Strict/)
    const page = await ask(server, '/')
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self';/)
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
  })

  it('is refused without a token, and with a wrong one', async () => {
    const server = await served()
    for (const path of ['/', '/index.html', '/resource/photograph?x=1', '/?token=', '/?token=wrong']) {
      expect((await ask(server, path, { headers: { cookie: '' } })).status, path).toBe(401)
    }
    expect((await ask(server, '/', { headers: { cookie: `thaw-${server.port}=wrong` } })).status).toBe(401)
    await expect(openPage(server, { cookie: '' })).rejects.toThrow('401')
  })

  it('is refused under a foreign Host or Origin, whatever the token', async () => {
    const server = await served()
    const own = `127.0.0.1:${server.port}`
    const foreign: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: `evil.example:${server.port}` },
      { host: '127.0.0.1:1' },
      { origin: 'http://evil.example' },
      { origin: 'http://127.0.0.1:1' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      expect((await ask(server, '/', { headers })).status, JSON.stringify(headers)).toBe(403)
      await expect(openPage(server, headers)).rejects.toThrow('403')
    }
    expect((await ask(server, `/?token=${server.token}`, { headers: { host: 'evil.example' } })).status).toBe(403)
    expect((await ask(server, '/', { headers: { origin: `http://${own}`, host: own } })).status).toBe(200)
  })
})

describe('a path that leads out', () => {
  it('of the page is not there: plain, encoded, by a link', async () => {
    const server = await served()
    writeFileSync(join(server.home, 'secret.txt'), 'secret')
    symlinkSync(join(server.home, 'secret.txt'), join(server.page, 'link.txt'))
    for (const path of ['/../home/secret.txt', '/%2e%2e/home/secret.txt', '/..%2fhome%2fsecret.txt', '/link.txt']) {
      expect((await ask(server, path)).status, path).toBe(404)
    }
  })

  it('of the root is not listed and not opened', async () => {
    const server = await served()
    mkdirSync(join(server.root, 'inside'))
    symlinkSync('/', join(server.root, 'out'))
    const page = await openPage(server)
    const listing = await page.request('list-folder', {})
    expect(listing).toEqual({ folder: server.root, parent: null, entries: [{ name: 'inside', kind: 'folder' }] })
    for (const folder of ['/', join(server.root, '..'), join(server.root, 'out'), join(server.root, 'none')]) {
      expect((await failureFrom(page.request('list-folder', { folder }))).code, folder).toBe('outside-root')
      expect((await failureFrom(page.request('open-project', { folder }))).code, folder).toBe('outside-root')
    }
    const images = ['/etc/hostname']
    expect((await failureFrom(page.request('predict', { model: server.root, images }))).code).toBe('outside-root')
    const out = join(server.root, 'written')
    const importing = page.request('import-dataset', { source: server.root, out })
    expect((await failureFrom(importing)).code).toBe('outside-root')
    expect(existsSync(out)).toBe(false)
    const drawing = page.request('draw-figures', {
      run: server.root,
      out: join(server.home, 'projects', '..', '..', 'x'),
    })
    expect((await failureFrom(drawing)).code).toBe('outside-root')
  })

  it('of a project gives no picture and no file', async () => {
    const server = await served()
    const folder = join(server.root, 'photographs')
    await writePhotographs(folder, { 'cats & <img src=x onerror=1>': 4, birds: 4 })
    writeFileSync(join(server.root, 'secret.jpg'), readFileSync(join(folder, 'birds', '0001.jpg')))
    const page = await openPage(server)
    const { project } = await page.request('open-project', { folder })
    const { photographs } = await page.request('list-photographs', { project, class: 'cats & <img src=x onerror=1>' })
    const file = photographs[0]!.file
    const good = await ask(server, `/resource/${resources.photograph(project, file, 64)}`)
    expect(good).toMatchObject({ status: 200, headers: { 'content-type': 'image/webp' } })
    for (const bad of [
      '../secret.jpg',
      '/etc/hostname',
      '%2e%2e/secret.jpg',
      'birds/../../secret.jpg',
      'birds/9.jpg',
    ]) {
      expect((await ask(server, `/resource/${resources.photograph(project, bad, 64)}`)).status, bad).toBe(404)
      expect((await ask(server, `/resource/${resources.fitted(project, bad, 64, 'crop')}`)).status, bad).toBe(404)
      expect((await ask(server, `/resource/${resources.runFile(project, '001-extract', bad)}`)).status, bad).toBe(404)
    }
    expect((await ask(server, `/resource/${resources.photograph('/etc', file, 64)}`)).status).toBe(404)
    expect((await ask(server, `/resource/${resources.activation('../..', 'x.png')}`)).status).toBe(404)
  })
})

describe('what a window says', () => {
  it('is refused when it is no message, and the line is cut', async () => {
    const server = await served()
    for (const bytes of [encode({ id: 'x' }), encode([1, 2]), new Uint8Array([0xc1]), 'text']) {
      const page = await openPage(server)
      page.send(bytes)
      expect(await page.closed).toBe(1008)
    }
    const page = await openPage(server)
    page.send(new Uint8Array((1 << 20) + 1))
    expect(await page.closed).not.toBe(1000)
  })

  it('is answered with what is wrong when it is an unknown request or bad input', async () => {
    const page = await openPage(await served())
    expect(await failureFrom(page.request('no-such-thing' as 'doctor', {}))).toMatchObject({ code: 'unknown-request' })
    expect(await failureFrom(page.request('constructor' as 'doctor', {}))).toMatchObject({ code: 'unknown-request' })
    const input = { theme: 'pink' as 'dark' }
    expect(await failureFrom(page.request('save-settings', input))).toMatchObject({
      code: 'bad-input',
      file: 'theme',
      request: 'save-settings',
    })
    expect(await failureFrom(page.request('choose-folder', {}))).toMatchObject({ code: 'not-available' })
  })
})

describe('an upload', () => {
  const batch = '0b0ad1a0-1111-4222-8333-444455556666'
  const to = (path: string, id = batch): string => `/upload?${new URLSearchParams({ batch: id, path }).toString()}`

  it('lands in its batch, and is gone with the server when no project was made of it', async () => {
    const server = await served()
    const answer = await ask(server, to('pets/<img src=x>.jpg'), { method: 'POST', body: Buffer.from('picture') })
    const { path, folder } = JSON.parse(answer.body.toString()) as { path: string; folder: string }
    expect(path).toBe(join(folder, 'pets', '<img src=x>.jpg'))
    expect(path.startsWith(join(server.home, 'uploads'))).toBe(true)
    expect(readFileSync(path, 'utf8')).toBe('picture')
    await server.close()
    expect(readdirSync(join(server.home, 'uploads'))).toEqual([])
  })

  it('with a path that leads elsewhere, or from elsewhere, is refused', async () => {
    const server = await served()
    const body = Buffer.from('x')
    for (const path of ['../a.jpg', '/a.jpg', 'a/../../b.jpg', 'a\\b.jpg', 'a\0b.jpg', '', 'a//b.jpg', './a.jpg']) {
      expect(safeParts(path), path).toBeNull()
      expect((await ask(server, to(path), { method: 'POST', body })).status, path).toBe(400)
    }
    expect((await ask(server, to('a.jpg', '../..'), { method: 'POST', body })).status).toBe(400)
    const headers = { origin: 'http://evil.example' }
    expect((await ask(server, to('a.jpg'), { method: 'POST', body, headers })).status).toBe(403)
    const claimed = { 'content-length': String(2 ** 40) }
    expect((await ask(server, to('a.jpg'), { method: 'POST', headers: claimed })).status).toBe(413)
  })
})
