import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'
import type { AxeResults } from 'axe-core'
import { findChromium } from '../../scripts/tests/chromium.mjs'

/** Longer than anything takes on a slow and busy computer; nothing waits for it when all is well. */
export const patience = 120_000

/** The browser, in which no name but our own leads anywhere; port `from` of localhost leads to port `to`. */
export function launchChromium({ from, to }: { from?: number; to?: number } = {}): Promise<Browser> {
  const relay = from && to ? `MAP localhost:${from} 127.0.0.1:${to},` : ''
  const rules = `${relay}MAP * ~NOTFOUND,EXCLUDE 127.0.0.1`
  return chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', `--host-resolver-rules=${rules}`] })
}

/** A page, and everything that it should not have done. */
export interface Watched {
  page: Page
  /** Errors and warnings of the console (missing translations are among them), failed requests, requests to other hosts. */
  complaints: string[]
}

export async function openWatched(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  return { page, complaints: watch(page) }
}

/** Collects what the page should not have done, from now on. */
export function watch(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`error: ${error.stack ?? error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`answer ${response.status()}: ${response.url()}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    const isOurs =
      ['127.0.0.1', 'localhost', 'thaw.test', 'app'].includes(url.hostname) || ['blob:', 'data:'].includes(url.protocol)
    if (!isOurs) complaints.push(`foreign request: ${request.url()}`)
  })
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // A picture that scrolled away, a download that left the page, a page that was left.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`request failed: ${request.url()} ${reason}`)
  })
  return complaints
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds serious or critical on the page as it stands, one line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // What fades in has its contrast only once it is there.
  await page.evaluate(`(() => {
    const ends = ({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime)
    return Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished))
  })()`)
  // Evaluated, not added as a script: the content policy would refuse that.
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`))
}

/** Drops files and folders of this computer on an element, as the system does. */
export async function dropFiles(page: Page, selector: string, files: string[]): Promise<void> {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`There is no ${selector} to drop on.`)
  const session = await page.context().newCDPSession(page)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const data = { items: [], files, dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data })
  }
  await session.detach()
}

/** After a test that failed: what the page showed, in out/e2e. */
export async function pictureOfFailure(
  { name, result }: { name: string; result?: { state: string } },
  page: Page,
): Promise<void> {
  if (result?.state !== 'fail') return
  const file = `out/e2e/${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`
  await page.screenshot({ path: file }).catch(() => {})
  console.log(`What the page showed: ${file}`)
}
