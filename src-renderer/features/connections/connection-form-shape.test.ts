import { describe, expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { fakeConnections, fakeConnector } from '../../testing/fake-connections.ts'
import { connectionDraft, connectionProblems, connectionValues } from './connection-form-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')
const [connection] = fakeConnections(now)
const connector = fakeConnector
const stored = ['key', 'headers']

describe('a connection’s form', () => {
  it('starts with the connector’s defaults for a new one', () => {
    expect(connectionValues(connector, undefined).settings).toMatchObject({
      idField: 'id',
      pageLimit: 500,
      local: false,
    })
  })

  it('names each required field that is empty and each that is malformed', () => {
    const values = {
      ...connectionValues(connector, undefined),
      name: 'Alder',
      secrets: { headers: 'X-A: 1\nno colon' },
    }
    values.settings['listUrl'] = 'alder'
    expect(connectionProblems(connector, [], values)).toEqual({
      'settings.listUrl': 'Enter a full address that starts with https://.',
      'settings.getUrl': 'Enter Get address.',
      'secrets.key': 'Enter Key.',
      'secrets.headers': 'Line 2 is not of the form Name: value.',
    })
  })

  it('does not ask again for a secret that is stored, unless it is being removed', () => {
    const values = connectionValues(connector, connection)
    expect(connectionProblems(connector, stored, values)).toEqual({})
    expect(connectionProblems(connector, stored, { ...values, forgotten: ['key'] })).toEqual({
      'secrets.key': 'Enter Key.',
    })
  })

  it('sends only secrets typed now, and an empty text for one to be removed', () => {
    const values = { ...connectionValues(connector, connection), secrets: { key: 'new' }, forgotten: ['headers'] }
    const draft = connectionDraft({ connector, id: connection?.id, values })
    expect(draft.secrets).toEqual({ key: 'new', headers: '' })
    expect(draft.settings).not.toHaveProperty('hosts')
  })
})
