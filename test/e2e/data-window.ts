import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { datasetSchema, type Dataset } from '../../contract/index.ts'
import { serve, type Server } from '../../main/serve/index.ts'
import { provideTestPage } from '../helpers/built.ts'
import { launchChromium, openWatched } from './chromium.ts'

/** A served window with folders of its own, for tests of what a person does with data. */
export interface DataWindow {
  /** What the window may read, and where its projects are. */
  root: string
  home: string
  /** A page on a screen, of a project if one is given. What goes wrong in it fails the test, unless that is what is tested. */
  open(language: 'en' | 'ko', at?: { screen: string; project: string } | null, goesWrong?: boolean): Promise<Page>
  recorded(project: string): Dataset
  close(): Promise<void>
}

/** `prepare` is called before anything is served, with the folders that are already there. */
export async function openDataWindow(
  prepare: (folders: { root: string; home: string }) => Promise<void> = () => Promise.resolve(),
): Promise<DataWindow> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-data-')))
  const [root, home] = [join(folder, 'root'), join(folder, 'home')]
  mkdirSync(root)
  mkdirSync(home)
  await prepare({ root, home })
  await provideTestPage()
  const server: Server = await serve({ host: '127.0.0.1', port: 0, root, home, version: '0' })
  const browser: Browser = await launchChromium()
  return {
    root,
    home,
    async open(language, at, goesWrong = false) {
      const settings = { language, theme: 'light', device: 'cpu', precision: 'auto' }
      writeFileSync(join(home, 'settings.json'), JSON.stringify(settings))
      const { page, complaints } = await openWatched(browser)
      onTestFinished(async () => {
        await page.context().close()
        if (!goesWrong) expect(complaints).toEqual([])
      })
      if (at) await page.addInitScript((project) => sessionStorage.setItem('thaw.project', project), at.project)
      // At once, not after the first screen: that one may still be on its way, and would then be shown instead.
      await page.goto(at ? `${server.url}#/${at.screen}` : server.url)
      return page
    },
    recorded: (project) => datasetSchema.parse(JSON.parse(readFileSync(join(project, 'dataset.json'), 'utf8'))),
    async close() {
      await browser.close()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Lets a file fall onto the drop zone, as from the desktop. */
export async function dropBytes(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name))
      return data
    },
    { name, base64: bytes.toString('base64') },
  )
  await page.locator('.zone').dispatchEvent('drop', { dataTransfer: transfer })
}

/** A zip as old programs on Korean systems write it: names in CP949, in it a zip for each set, in those a folder for each class. */
export async function koreanZip(sets: Record<string, Record<string, Buffer[]>>): Promise<Buffer> {
  const { default: iconv } = await import('iconv-lite')
  const { zipOf } = await import('../helpers/archives.ts')
  const cp949 = (name: string): Buffer => iconv.encode(name, 'cp949')
  const inside = Object.entries(sets).map(([set, classes]) => ({
    name: cp949(`동물/${set}.zip`),
    content: zipOf(
      Object.entries(classes).flatMap(([name, files]) =>
        files.map((content, index) => ({ name: cp949(`${name}/${index}.jpg`), content })),
      ),
    ),
  }))
  return zipOf([...inside, { name: cp949('동물/읽어 보세요.txt'), content: 'x' }, { name: '__MACOSX/x', content: 'x' }])
}
