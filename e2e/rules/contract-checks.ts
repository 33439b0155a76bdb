import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract'
import { isProcedure } from '@orpc/server'
import { z } from 'zod'

export type NamedSchema = { name: string; schema: z.ZodType }

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Every schema exported by the contract's modules. */
export function exportedSchemas(modules: Readonly<Record<string, unknown>>): NamedSchema[] {
  return Object.entries(modules).flatMap(([file, module]) =>
    Object.entries(isTree(module) ? module : {})
      .filter((entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType)
      .map(([name, schema]) => ({ name: `${file} ${name}`, schema })),
  )
}

type Found = { path: string; procedure: unknown }

/** The procedures of a contract by path. */
export function proceduresOf(tree: unknown, path: readonly string[] = []): Found[] {
  if (isContractProcedure(tree)) return [{ path: path.join('.'), procedure: tree }]
  return Object.entries(isTree(tree) ? tree : {}).flatMap(([name, below]) => proceduresOf(below, [...path, name]))
}

/** Inputs, outputs and error data of a contract; of a stream what it yields and returns. */
export function procedureSchemas(contract: unknown): NamedSchema[] {
  return proceduresOf(contract).flatMap(({ path, procedure }) => {
    if (!isContractProcedure(procedure)) return []
    const { inputSchema, outputSchema, errorMap } = procedure['~orpc']
    const stream = getEventIteratorSchemaDetails(outputSchema)
    const parts: { part: string; schema: unknown }[] = [
      { part: 'input', schema: inputSchema },
      ...(stream
        ? [
            { part: 'yields', schema: stream.yields },
            { part: 'returns', schema: stream.returns },
          ]
        : [{ part: 'output', schema: outputSchema }]),
      ...Object.entries(errorMap as Record<string, { data?: unknown }>).map(([code, item]) => ({
        part: `error ${code}`,
        schema: item.data,
      })),
    ]
    return parts.flatMap(({ part, schema }) =>
      schema instanceof z.ZodType ? [{ name: `${path} ${part}`, schema }] : [],
    )
  })
}

/** Why a schema is not plain JSON both ways; null where it is. */
export function notPlainJson(schema: z.ZodType): string | null {
  try {
    const input = z.toJSONSchema(schema, { io: 'input' })
    const output = z.toJSONSchema(schema, { io: 'output' })
    // What goes in and what comes out must be the same thing: a default or a transform makes them differ.
    return JSON.stringify(input) === JSON.stringify(output) ? null : 'input and output differ'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : 'not JSON'
  }
}

/** Procedures of the contract that a router does not implement. */
export function notImplemented(contract: unknown, router: unknown): string[] {
  return proceduresOf(contract)
    .map(({ path }) => path)
    .filter((path) => {
      const found = path.split('.').reduce<unknown>((tree, name) => (isTree(tree) ? tree[name] : undefined), router)
      return !isProcedure(found)
    })
}
