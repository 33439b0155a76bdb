import { refuse } from './state.ts'

/** A part of the stand-in: what it does not have throws when it is asked for, so that nothing goes unnoticed. */
export function strict<Part extends object>(name: string, part: Part): Part {
  return new Proxy(part, {
    get(target, key, receiver) {
      // `then` is asked of everything that is awaited; symbols belong to the language.
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON')
        return Reflect.get(target, key, receiver)
      return refuse(`${name}.${key} is not covered`)
    },
    set: (_target, key) => refuse(`${name}.${String(key)} must not be set`),
  })
}

/** What crosses between processes must survive being copied. */
export const copied = <Value>(value: Value): Value => structuredClone(value)
