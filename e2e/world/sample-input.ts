import { isContractProcedure } from '@orpc/contract'
import { z } from 'zod'
import { contract } from '#contract/procedures'
import { proceduresOf } from '../rules/contract-checks.ts'

type JsonSchema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  additionalProperties?: JsonSchema
  required?: string[]
  items?: JsonSchema
  minItems?: number
  minimum?: number
  pattern?: string
  minLength?: number
}

/** Texts of which one fits wherever the contract asks for one with a shape. */
const texts = ['Europe/London', '2026-01-01', '09:00', '2026-01-01T00:00:00.000Z', 'a'.repeat(64)]

/** Some value that a schema takes, as far as JSON Schema can say what it takes. */
function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const [either] = schema.anyOf ?? schema.oneOf ?? []
  if (either) return sampleOf(either)
  const { properties = {}, additionalProperties = {}, required = [], items, pattern, minLength = 0 } = schema
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(required.map((key) => [key, sampleOf(properties[key] ?? additionalProperties)]))
    case 'array':
      return (schema.minItems ?? 0) > 0 && items ? [sampleOf(items)] : []
    case 'string':
      return texts.find((text) => text.length >= minLength && new RegExp(pattern ?? '').test(text))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

/** Every procedure of the contract by its path, with an input that it takes. */
export function sampleInputs(): { path: string; input: unknown }[] {
  return proceduresOf(contract).map(({ path, procedure }) => {
    const schema = isContractProcedure(procedure) ? procedure['~orpc'].inputSchema : undefined
    if (!(schema instanceof z.ZodType)) throw new Error(`${path} takes no input that can be sampled`)
    const input = z.parse(schema, sampleOf(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema))
    return { path, input }
  })
}
