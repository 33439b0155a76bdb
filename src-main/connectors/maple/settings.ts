import type { SecretValues, SettingField, SettingValues } from '#contract/connections'
import { limitFields } from '../kit/common-settings.ts'
import {
  isHeaderName,
  isHeaderValue,
  readHeaderLines,
  readLines,
  requireSettings,
  withInitials,
} from '../kit/settings-fields.ts'
import { badSettings } from '../kit/vendor-failure.ts'

const page = 'Maple, "Sync process" page'

/** The fields of both sides: Maple's own and a partner's. */
export const settingFields: readonly SettingField[] = [
  {
    key: 'listUrl',
    label: 'List shifts address',
    help: 'Lists all shifts of a facility. Leave it empty where the system has none; the side is then read by Get for the shifts that the other side names.',
    whereToGet:
      'A partner’s developers know it; they gave the same address to Maple. For Maple’s own side none is documented: ask Maple.',
    kind: 'url',
    secret: false,
    required: false,
    shapesRecords: false,
    source: page,
  },
  {
    key: 'getUrl',
    label: 'Get shift address',
    help: 'Reads one shift. The shift id is added at the end: https://example.org/shifts becomes https://example.org/shifts/123, and an address that ends in = gets it right there.',
    whereToGet: 'From the same people as the list address. For Maple: https://api.maple.com/api/v1/shifts',
    kind: 'url',
    secret: false,
    required: true,
    shapesRecords: false,
    source: page,
  },
  {
    key: 'ownIdField',
    label: 'Own id',
    help: 'The field that holds the shift’s id on this system, the one that Get takes.',
    whereToGet: 'At a partner it is id. Look at one answer of the list if unsure.',
    kind: 'choice',
    secret: false,
    required: true,
    choices: [
      { value: 'id', label: 'id' },
      { value: 'attributes.mapleShiftId', label: 'attributes.mapleShiftId' },
    ],
    initial: 'id',
    shapesRecords: true,
    namesRecords: true,
    source: page,
  },
  {
    key: 'crossReferenceField',
    label: 'Id on the other system',
    help: 'The field that holds the shift’s id on the other system; shifts are matched by it.',
    whereToGet: 'At a partner it is attributes.mapleShiftId. Choose none where the answers do not hold one.',
    kind: 'choice',
    secret: false,
    required: true,
    choices: [
      { value: 'attributes.mapleShiftId', label: 'attributes.mapleShiftId' },
      { value: 'attributes.externalShiftId', label: 'attributes.externalShiftId' },
      { value: 'id', label: 'id' },
      { value: 'none', label: 'none' },
    ],
    initial: 'attributes.mapleShiftId',
    shapesRecords: true,
    source: page,
  },
  {
    key: 'authHeaderName',
    label: 'Authentication header',
    help: 'The name of the header that carries the key.',
    whereToGet: 'x-api-key at Maple; at a partner whatever was agreed with Maple, often Authorization.',
    kind: 'text',
    secret: false,
    required: true,
    initial: 'x-api-key',
    shapesRecords: false,
    source: page,
  },
  {
    key: 'authHeaderValue',
    label: 'Authentication value',
    help: 'The key itself, exactly as it is sent (for Authorization with its first word, such as Bearer). It is stored encrypted and never shown again.',
    whereToGet: 'From the system’s administrator or its developers.',
    kind: 'text',
    secret: true,
    required: false,
    shapesRecords: false,
    source: page,
  },
  {
    key: 'customHeaders',
    label: 'Custom headers',
    help: 'Further headers, one Name: value per line. Stored encrypted and never shown again.',
    whereToGet: 'Only where they were agreed with Maple.',
    kind: 'headers',
    secret: true,
    required: false,
    shapesRecords: false,
    source: page,
  },
  {
    key: 'facilityIds',
    label: 'Facility ids on this system',
    help: 'One id per line, as this system itself calls its facilities. A pairing chooses from them; tests use the first.',
    whereToGet: 'From the system’s administrator. At a partner it is the id that Maple sends as externalFacilityId.',
    kind: 'lines',
    secret: false,
    required: true,
    shapesRecords: false,
    source: page,
  },
  ...limitFields,
  {
    key: 'localTestServer',
    label: 'Local test server',
    help: 'Allows http and addresses of this computer or a private network. Only for test systems.',
    kind: 'switch',
    secret: false,
    required: false,
    initial: false,
    shapesRecords: false,
  },
]

export type OwnIdField = 'id' | 'attributes.mapleShiftId'
export type CrossReferenceField = 'id' | 'attributes.mapleShiftId' | 'attributes.externalShiftId' | 'none'

export type MapleSettings = {
  listUrl: URL | null
  getUrl: URL
  ownIdField: OwnIdField
  crossReferenceField: CrossReferenceField
  facilityIds: readonly string[]
  pageCap: number
  localTestServer: boolean
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** True where the settings name a list; works on drafts too. */
export const hasList = (values: SettingValues): boolean => text(values['listUrl']) !== ''

/** Settings as they are used, of values that `openSettings` has accepted. */
export function readSettings(values: SettingValues): MapleSettings {
  const filled = withInitials(settingFields, values)
  const listUrl = text(filled['listUrl'])
  return {
    listUrl: listUrl === '' ? null : new URL(listUrl),
    getUrl: new URL(text(filled['getUrl'])),
    ownIdField: filled['ownIdField'] === 'attributes.mapleShiftId' ? 'attributes.mapleShiftId' : 'id',
    crossReferenceField: text(filled['crossReferenceField']) as CrossReferenceField,
    facilityIds: readLines(text(filled['facilityIds'])),
    pageCap: Number(filled['pageCap']),
    localTestServer: filled['localTestServer'] === true,
  }
}

/** Checks settings and secrets together and returns the headers to send. Throws AppError `bad-input` that names the field. */
export function openSettings(
  settings: SettingValues,
  secrets: SecretValues,
): { settings: MapleSettings; headers: Record<string, string> } {
  requireSettings(settingFields, { settings, secrets })
  const read = readSettings(settings)
  if (read.ownIdField === read.crossReferenceField) {
    throw badSettings(
      'Own id and Id on the other system are the same field. Choose the field that holds the other system’s id, or none.',
    )
  }
  const open = [read.getUrl, read.listUrl].some((url) => url?.protocol === 'http:')
  if (open && !read.localTestServer) {
    throw badSettings(
      'An address starts with http://, so the key could be read on its way. Use https://, or switch Local test server on for a test system in your own network.',
    )
  }
  if (read.facilityIds.some((id) => id.length > 300)) {
    throw badSettings('Facility ids on this system: one id is longer than 300 characters. Enter one id per line.')
  }
  const name = text(withInitials(settingFields, settings)['authHeaderName'])
  if (!isHeaderName(name)) throw badSettings('Authentication header: this is not a header name that can be set.')
  const value = secrets['authHeaderValue']?.trim() ?? ''
  if (!isHeaderValue(value))
    throw badSettings('Authentication value: it has characters that a header cannot carry. Copy it again.')
  const custom = readHeaderLines(secrets['customHeaders'] ?? '')
  const lines = 'headers' in custom ? custom.headers : []
  const headers = Object.fromEntries(lines.map((line) => [line.name.toLowerCase(), line.value]))
  if (value !== '') headers[name.toLowerCase()] = value
  return { settings: read, headers }
}
