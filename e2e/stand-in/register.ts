import { registerHooks } from 'node:module'

// Maps `electron` to the stand-in for everything loaded from here on.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron') return { url: new URL('./electron.ts', import.meta.url).href, shortCircuit: true }
    return next(specifier, context)
  },
})
