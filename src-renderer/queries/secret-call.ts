import { useRef, useState } from 'react'

type SecretCall<Input, Output> = {
  /** True from the call to its end. */
  isPending: boolean
  error: unknown
  /** Calls with what was typed; does nothing while a call is under way. */
  call: (input: Input, onDone?: (output: Output) => void) => void
}

/**
 * A call whose input is a secret. Unlike a mutation of the library it keeps the input nowhere once it is sent: the page's
 * caches would hold it for minutes (R14).
 */
export function useSecretCall<Input, Output>(send: (input: Input) => Promise<Output>): SecretCall<Input, Output> {
  const [state, setState] = useState<{ isPending: boolean; error: unknown }>({ isPending: false, error: null })
  const busy = useRef(false)
  const run = async (input: Input, onDone?: (output: Output) => void): Promise<void> => {
    if (busy.current) return
    busy.current = true
    setState({ isPending: true, error: null })
    try {
      const output = await send(input)
      setState({ isPending: false, error: null })
      onDone?.(output)
    } catch (error) {
      setState({ isPending: false, error })
    } finally {
      busy.current = false
    }
  }
  return { ...state, call: (input, onDone) => void run(input, onDone) }
}
