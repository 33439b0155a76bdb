import type { RuleCard } from '#contract/connections'
import { ConnectorId } from '#contract/ids'
import { defineConnector } from '../kit/connector.ts'
import { makeVendorHttp } from '../kit/make-vendor-http.ts'
import { getShifts, listShifts } from './client.ts'
import { testConnection } from './connection-test.ts'
import { readinessCheck } from './readiness-check.ts'
import { hasList, openSettings, readSettings, settingFields } from './settings.ts'

const source = 'Maple, "Sync process" page'

const rules: readonly RuleCard[] = [
  {
    title: 'Two endpoints',
    text: 'A partner provides List shifts and Get shift. Maple needs both before it enables the integration, and compares both sides from then on.',
    source,
  },
  {
    title: 'Times are UTC',
    text: 'Start, end and both window dates are UTC. A time without Z is refused, never guessed.',
    source,
  },
  {
    title: 'Pages one after another',
    text: 'The list is followed by links.next until it is missing, null or empty; the last page is complete only then.',
    source,
  },
  {
    title: 'Maple’s own list',
    text: 'How Maple’s side is listed is not documented. Without a list address it is read by Get for every shift the partner names.',
    source,
  },
  {
    title: 'Request limits',
    text: 'The page names none. At most two requests go out at once, and no more a day than the settings allow. After five failures in a row one request a minute tries whether the system is back.',
    source,
  },
]

/** Shifts by List and Get as Maple's page describes them, for Maple's own side and for a partner's. */
export const connector = defineConnector({
  id: ConnectorId.parse('maple'),
  name: 'Maple shifts',
  summary: 'Shifts of Maple or of a partner, by the two endpoints of Maple’s sync process.',
  version: 1,
  settings: settingFields,
  rules,
  checks: [readinessCheck],
  open: ({ settings: values, secrets, clock, signal, gate, retry, random }) => {
    const { settings, headers } = openSettings(values, secrets)
    const http = makeVendorHttp({
      urls: [settings.getUrl, ...(settings.listUrl ? [settings.listUrl] : [])],
      localTestServer: settings.localTestServer,
      headers,
      clock,
      random,
      signal,
      ...(gate && { gate }),
      ...(retry && { retry }),
    })
    return { settings: values, http, clock, signal }
  },
  test: testConnection,
  discoverScopes: async (session) =>
    readSettings(session.settings).facilityIds.map((value) => ({ value, label: value })),
  reads: (values) => ({
    shift: { ...(hasList(values) && { list: listShifts }), get: getShifts },
  }),
  readNote: (values) =>
    hasList(values)
      ? ''
      : 'Read by Get for every shift the other side names: shifts that this system alone holds cannot be found.',
})
