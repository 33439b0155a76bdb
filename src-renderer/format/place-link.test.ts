import { expect, it } from 'vitest'
import { placeOfLink } from '../../src-main/hosts/electron/deep-links.ts'
import { placeLink } from './place-link.ts'

const place = '#/discrepancies?open=fp%20a&pairing=p-1'

it('gives the page’s own address in a browser', () => {
  expect(placeLink('browser', 'http://127.0.0.1:4000', `/${place}`)).toBe(`http://127.0.0.1:4000/${place}`)
})

it('gives the desktop application a link that its host leads to the same place', () => {
  const link = placeLink('desktop', 'plumbline-page://page', `/${place}`)
  expect(link).toBe('plumbline://discrepancies?open=fp%20a&pairing=p-1')
  expect(placeOfLink(link)).toBe(place)
})
