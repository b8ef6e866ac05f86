import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { steps, type Step } from '../../renderer/router/steps.ts'
import { patience } from './chromium.ts'
import type { Say } from './words.ts'

export async function goTo(page: Page, step: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${step === 'home' ? '' : step}'`)
}

/** Every picture in view has arrived. */
export async function expectPictures(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor()
  const haveArrived = `[...document.querySelectorAll(${JSON.stringify(selector)})]
    .every((picture) => picture.complete && picture.naturalWidth > 0)`
  await expect.poll(() => page.evaluate<boolean>(haveArrived), { timeout: patience }).toBe(true)
}

/** What opens the settings of the plan's first stage. */
export function firstStage(page: Page, say: Say): Locator {
  return page.getByRole('button', { name: new RegExp(`^${say('stages.head')}\\s*\\d`) })
}

/** The shortcut of a step. */
export const keyOf = (step: Step): string => `Control+${steps.indexOf(step) + 1}`

/** Opens a folder of the server's, by its path. */
export async function openFolder(page: Page, folder: string): Promise<void> {
  await page.keyboard.press('Control+o')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill(folder)
  await dialog.getByRole('button').last().click()
}

/** Says yes to what Thaw understood of a folder that it has not seen before. */
export async function bringIn(page: Page, say: Say): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('import.start'), exact: true })
    .click()
}

/** Finds the photographs of `serveSamples` by clicks alone, brings them in, and waits for Data. */
export async function openMarket(page: Page, say: Say): Promise<void> {
  await page.getByRole('button', { name: say('home.openFolder') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'market' }).click()
  await dialog.getByRole('button', { name: 'leafy' }).waitFor()
  await dialog.getByRole('button', { name: say('folder.choose') }).click()
  await bringIn(page, say)
  await page.getByRole('heading', { name: say('steps.data') }).waitFor()
}
