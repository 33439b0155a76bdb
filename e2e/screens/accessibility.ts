import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** WCAG 2.2 AA, and what axe holds for good practice beyond it. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** The rules whose outcome depends on colours: names, roles and structure are the same in every scheme. */
const colourRules = ['color-contrast', 'link-in-text-block', 'target-size']

/** What axe finds, one line each; the whole page is looked at, by all rules unless told which. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
  // There are no frames, so axe need not open a page of its own to put its parts together.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(tags)).analyze()
  // An open menu stands at the page's end, beside its landmarks rather than in one, and has the focus while it is there.
  const isMenu = (id: string, html: string): boolean => id === 'region' && html.includes('role="menu"')
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ html }) => !isMenu(id, html)).map(({ target }) => `${id}: ${target.join(' ')}`),
  )
}

/** Looks at one screen after the other: in dark with every rule, in light and in forced colours at what colours decide. */
export function makeLook(page: Page) {
  const found: string[] = []
  const scheme = (name: 'dark' | 'light') => page.locator(`html[data-mantine-color-scheme="${name}"]`)
  return {
    /** Notes what axe objects to in what is on the screen now. */
    async look(screen: string): Promise<void> {
      found.push(...(await findings(page)).map((one) => `${screen}: ${one}`))
      await page.emulateMedia({ forcedColors: 'active' })
      found.push(...(await findings(page, colourRules)).map((one) => `${screen}, forced colours: ${one}`))
      await page.emulateMedia({ forcedColors: 'none', colorScheme: 'light' })
      await scheme('light').waitFor()
      found.push(...(await findings(page, colourRules)).map((one) => `${screen}, light: ${one}`))
      await page.emulateMedia({ colorScheme: 'dark' })
      await scheme('dark').waitFor()
    },
    /** Everything that was objected to so far. */
    found: (): readonly string[] => found,
  }
}

/**
 * What cannot be reached on a small page, one line each: a page that scrolls sideways, and every control in `within`
 * that stays cut off or covered once it has the focus.
 */
export async function cutOff(page: Page, within = 'body'): Promise<string[]> {
  return await page.evaluate((part) => {
    const { scrollWidth, clientWidth } = document.documentElement
    const cut = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide in ${clientWidth} px`] : []
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`
    for (const control of document.querySelectorAll<HTMLElement>(
      `${part} :is(a[href], button, input, select, textarea)`,
    )) {
      const input = control instanceof HTMLInputElement
      // A switch's own input is drawn over by its track.
      if (input && ['radio', 'checkbox', 'range', 'hidden'].includes(control.type)) continue
      if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
      if (control.matches(':disabled, [inert] *') || control.tabIndex < 0) continue
      control.focus()
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
      if (width < 2 || height < 2) continue
      const inView = left >= -1 && right <= innerWidth + 1 && top >= -1 && bottom <= innerHeight + 1
      const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      if (!inView) cut.push(`${nameOf(control)} stands at ${[left, right, top, bottom].map(Math.round).join(' ')}`)
      else if (!(seen && (control.contains(seen) || seen.contains(control)))) {
        cut.push(`${nameOf(control)} is covered by ${seen ? nameOf(seen) : 'nothing'}`)
      }
    }
    return cut
  }, within)
}

/** What still moves where somebody asked for less motion: animations that run, and transitions that would. */
export async function moving(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const seconds = (text: string): number => Math.max(...text.split(',').map((one) => Number.parseFloat(one)))
    const running = document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().duration) > 1)
      .map(
        (animation) => `runs: ${animation.effect instanceof KeyframeEffect ? animation.effect.target?.className : ''}`,
      )
    const would = [...document.querySelectorAll('body *')].flatMap((element) => {
      const { transitionDuration, transitionProperty } = getComputedStyle(element)
      return transitionProperty !== 'none' && seconds(transitionDuration) > 0.001
        ? [`would: ${element.tagName.toLowerCase()}.${element.getAttribute('class')} ${transitionProperty}`]
        : []
    })
    return [...running, ...new Set(would)]
  })
}
