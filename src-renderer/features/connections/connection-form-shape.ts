import type { Connection, ConnectionDraft, ConnectorInfo, SettingField } from '#contract/connections'
import type { ConnectionId, Environment } from '#contract/ids'

export type ConnectionValues = {
  name: string
  environment: Environment
  settings: Record<string, string | number | boolean>
  /** Secrets typed now, by field. One that is stored and not typed again keeps its value. */
  secrets: Record<string, string>
  /** Stored secrets to be removed. */
  forgotten: string[]
}

function initialSetting(field: SettingField): string | number | boolean {
  if (field.initial !== undefined) return field.initial
  if (field.kind === 'switch') return false
  return field.kind === 'choice' && field.required ? (field.choices?.[0]?.value ?? '') : ''
}

/** The form's first values: those of the connection, else the connector's own defaults. */
export function connectionValues(connector: ConnectorInfo, connection: Connection | undefined): ConnectionValues {
  const open = connector.settings.filter((field) => !field.secret)
  return {
    name: connection?.name ?? '',
    environment: connection?.environment ?? 'test',
    settings: Object.fromEntries(
      open.map((field) => [field.key, connection?.settings[field.key] ?? initialSetting(field)]),
    ),
    secrets: {},
    forgotten: [],
  }
}

const isUrl = (text: string): boolean => /^https?:\/\/[^\s/]+/i.test(text)
const isHeaderLine = (line: string): boolean => /^[\w!#$%&'*+.^`|~-]+\s*:\s*\S/.test(line)

/** What stands in the way of saving, by form path (`name`, `settings.key`, `secrets.key`); empty where nothing does. */
export function connectionProblems(
  connector: ConnectorInfo,
  stored: readonly string[],
  values: ConnectionValues,
): Record<string, string> {
  const problems: Record<string, string> = {}
  if (values.name.trim() === '') problems['name'] = 'Give the system the name you call it by.'
  for (const field of connector.settings) {
    const path = field.secret ? `secrets.${field.key}` : `settings.${field.key}`
    const problem = fieldProblem(field, stored, values)
    if (problem !== null) problems[path] = problem
  }
  return problems
}

function fieldProblem(field: SettingField, stored: readonly string[], values: ConnectionValues): string | null {
  const value = field.secret ? (values.secrets[field.key] ?? '') : values.settings[field.key]
  const text = typeof value === 'string' ? value.trim() : ''
  const kept = field.secret && stored.includes(field.key) && !values.forgotten.includes(field.key)
  if (value === '' || value === undefined || (typeof value === 'string' && text === '')) {
    return field.required && !kept ? `Enter ${field.label}.` : null
  }
  if (field.kind === 'url' && !isUrl(text)) return 'Enter a full address that starts with https://.'
  if (field.kind === 'number' && typeof value !== 'number') return 'Enter a number.'
  if (field.kind === 'headers') {
    const bad = text.split('\n').findIndex((line) => line.trim() !== '' && !isHeaderLine(line.trim()))
    if (bad >= 0) return `Line ${bad + 1} is not of the form Name: value.`
  }
  return null
}

type DraftInput = {
  connector: ConnectorInfo
  id: ConnectionId | undefined
  values: ConnectionValues
}

/** The values as the core takes them: empty settings left out, a secret only where typed (empty text removes one). */
export function connectionDraft({ connector, id, values }: DraftInput): ConnectionDraft {
  const settings = Object.entries(values.settings)
    .map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value] as const)
    .filter(([, value]) => value !== '')
  const typed = Object.entries(values.secrets).filter(([, value]) => value !== '')
  const removed = values.forgotten
    .filter((key) => !typed.some(([known]) => known === key))
    .map((key) => [key, ''] as const)
  return {
    ...(id === undefined ? {} : { id }),
    connectorId: connector.id,
    name: values.name.trim(),
    environment: values.environment,
    settings: Object.fromEntries(settings),
    secrets: Object.fromEntries([...typed, ...removed]),
  }
}
