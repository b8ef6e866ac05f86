import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { serveHarness } from './serve.ts'

/*
 * Takes every screen of the built harness into out/screens/. `node test/renderer/harness/screens.ts [NAME…]`; needs the sample
 * photographs in the cache and a Chromium.
 */
const root = join(import.meta.dirname, '../../..')
const out = join(root, 'out/screens')
const screens: Record<string, { hash: string; query?: string }> = {
  home: { hash: '/', query: '' },
  'data-empty': { hash: '/data', query: 'project&variant=empty' },
  data: { hash: '/data', query: 'project' },
  model: { hash: '/model', query: 'project' },
  'model-bare': { hash: '/model', query: 'project&bare&variant=new' },
  train: { hash: '/train', query: 'project&variant=running' },
  judge: { hash: '/judge', query: 'project' },
  use: { hash: '/use', query: 'project' },
  settings: { hash: '/settings', query: 'project' },
  'data-many': { hash: '/data', query: 'project&variant=many' },
  'judge-many': { hash: '/judge', query: 'project&variant=many' },
}
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 1000, height: 700 } }

const args = process.argv.slice(2)
const wanted = args.filter((arg) => arg in screens)
const only = (value: string): boolean => !args.some((arg) => arg.startsWith('+')) || args.includes(`+${value}`)

const { server, url } = await serveHarness(join(root, 'out/harness'), join(homedir(), '.cache/thaw/samples/food-272'))
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
mkdirSync(out, { recursive: true })
for (const [name, { hash, query = '' }] of Object.entries(screens)) {
  if (wanted.length && !wanted.includes(name)) continue
  for (const [size, viewport] of Object.entries(sizes))
    for (const theme of ['light', 'dark'])
      for (const language of ['en', 'ko']) {
        if (![size, theme, language].every(only) && args.some((arg) => arg.startsWith('+'))) continue
        const page = await browser.newPage({ viewport })
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type())) console.log(`${name}: ${message.text()}`)
        })
        page.on('pageerror', (error) => console.log(`${name}: ${error.message}`))
        await page.goto(`${url}?${query}&theme=${theme}&language=${language}#${hash}`)
        await page.waitForLoadState('networkidle')
        await page.evaluate(() => document.fonts.ready)
        await page.screenshot({ path: join(out, `${name}-${size}-${theme}-${language}.png`) })
        await page.close()
      }
}
await browser.close()
server.close()
