import { describe, expect, it } from 'vitest'
import { ConnectorInfo } from '#contract/connections'
import { findConnector, listConnectors, loadSandbox } from './registry.ts'

describe('the registry', () => {
  it('finds each connector folder by its id, with a form that is plain data', () => {
    expect(listConnectors().length).toBeGreaterThan(0)
    for (const connector of listConnectors()) {
      const { id, name, summary, settings, rules, checks } = connector
      expect(findConnector(id)).toBe(connector)
      const told = checks.map((check) => ({ id: check.id, title: check.title, summary: check.summary }))
      expect(ConnectorInfo.parse({ id, name, summary, settings, rules, checks: told })).toBeTruthy()
      expect(settings.filter((field) => field.help === '')).toEqual([])
    }
    expect(findConnector('kit')).toBeNull()
  })

  it('starts a connector’s sandbox without naming it', async () => {
    for (const { id } of listConnectors()) {
      const sandbox = await (await loadSandbox(id))?.startSandbox()
      expect(sandbox?.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      await sandbox?.close()
    }
    expect(await loadSandbox('no-such-connector')).toBeNull()
  })
})
