import { expect, type Locator, type Page } from '@playwright/test'
import type { Hands } from '../app-fixture.ts'

/** Somebody at the page: by mouse, or by keyboard alone. Specs and screens say what is done, the actor knows how. */
export type Actor = {
  page: Page
  hands: Hands
  /** Presses a button, a link or a disclosure. */
  press(control: Locator): Promise<void>
  /** Replaces what stands in a field. */
  type(field: Locator, text: string): Promise<void>
  /** Chooses an option of a drop-down list by its text. */
  choose(field: Locator, option: string): Promise<void>
  /** Takes an entry of the menu that a button has just opened. */
  pick(entry: Locator): Promise<void>
  /** Switches a radio button or a switch on. */
  tick(control: Locator): Promise<void>
  key(key: string): Promise<void>
}

/** A control that no Tab reaches is no control for who has only a keyboard. */
async function goTo(control: Locator): Promise<void> {
  await expect(control).toBeVisible()
  await expect(control).toBeEnabled()
  await control.focus()
  await expect(control).toBeFocused()
  expect(await control.evaluate((element: HTMLElement) => element.tabIndex), 'reachable by Tab').toBe(0)
}

/** Waits until keys go into what has just opened: it takes the focus a moment after it is drawn, and would take it again. */
export const holdsFocus = (opened: Locator): Promise<void> =>
  expect.poll(() => opened.evaluate((element) => element.contains(document.activeElement))).toBe(true)

/** An actor of this project's kind on this page. */
export function makeActor(page: Page, hands: Hands): Actor {
  const key = (name: string) => page.keyboard.press(name)
  const options = page.getByRole('option')
  if (hands === 'mouse') {
    return {
      page,
      hands,
      key,
      press: (control) => control.click(),
      type: (field, text) => field.fill(text),
      async choose(field, option) {
        await field.click()
        // A long list is searched by typing, as its own text suggests.
        if ((await field.getAttribute('readonly')) === null) await field.fill(option)
        await options.filter({ hasText: option, visible: true }).first().click()
      },
      pick: (entry) => entry.click(),
      async tick(control) {
        // The label is what people aim at; the input itself may be drawn over, or stand outside of what is seen.
        const label = page.locator(`label[for="${await control.getAttribute('id')}"]`)
        await label.first().click()
        await expect(control).toBeChecked()
      },
    }
  }
  return {
    page,
    hands,
    key,
    async press(control) {
      await goTo(control)
      await key('Enter')
    },
    async type(field, text) {
      await goTo(field)
      await key('ControlOrMeta+a')
      if (text === '') await key('Delete')
      else await page.keyboard.insertText(text)
    },
    async choose(field, option) {
      await goTo(field)
      if ((await field.getAttribute('readonly')) === null) {
        await key('ControlOrMeta+a')
        await page.keyboard.insertText(option)
      } else await key('ArrowDown')
      const listed = options.filter({ visible: true })
      await expect(listed.first()).toBeVisible()
      const wanted = listed.filter({ hasText: option }).first()
      const mark = () =>
        page.evaluate(() => document.querySelector('[role=option][data-combobox-selected]')?.id ?? null)
      const id = await wanted.getAttribute('id')
      for (let steps = await listed.count(); steps >= 0; steps--) {
        const before = await mark()
        if (before === id) break
        await key('ArrowDown')
        // A key that is pressed before the mark has moved would be counted for two.
        await expect.poll(mark).not.toBe(before)
      }
      expect(await mark(), `the mark on ${option}`).toBe(id)
      await key('Enter')
      await expect(listed).toHaveCount(0)
    },
    async pick(entry) {
      const menu = page.getByRole('menu').filter({ has: entry })
      await holdsFocus(menu)
      // A key that is pressed before the focus has moved would be counted for two.
      const focused = () =>
        menu.evaluate((element) =>
          [...element.querySelectorAll('[role^="menuitem"]')].findIndex((one) => one === document.activeElement),
        )
      const isEntry = () => entry.evaluate((element) => element === document.activeElement)
      for (let steps = 0; steps < 20 && !(await isEntry()); steps++) {
        const before = await focused()
        await key('ArrowDown')
        await expect.poll(focused).not.toBe(before)
      }
      await expect(entry).toBeFocused()
      await key('Enter')
    },
    async tick(control) {
      await control.focus()
      await key('Space')
      await expect(control).toBeChecked()
    },
  }
}
