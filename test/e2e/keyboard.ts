import type { Locator, Page } from 'playwright-core'

/** Far more than any screen has places to stop at. */
const most = 150

/** Presses Tab, or Shift+Tab, until the element has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let presses = 0; presses < most; presses++) {
    if (await target.and(page.locator(':focus')).count()) return
    await page.keyboard.press(key)
  }
  throw new Error(`${String(target)} cannot be reached with ${key}.`)
}

export async function pressOn(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

/** Chooses in an open menu, with the keys of menus. */
export async function pressMenu(page: Page, name: string | RegExp): Promise<void> {
  const item = page.getByRole('menuitem', { name })
  for (let presses = 0; presses < 20 && !(await item.and(page.locator(':focus')).count()); presses++) {
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}
