import { useEffect, useRef, useState } from 'react'
import { fileName } from '../../format/file-name.ts'
import { readDiagnostics } from '../../queries/diagnostics.ts'
import { saveFile } from '../../ui/save-file.ts'

type Diagnostics = { reading: boolean; text: string | null; saved: string | null; error: unknown }

const nothing: Diagnostics = { reading: false, text: null, saved: null, error: null }

/** Reads the text for support to be looked at or saved; each time anew, and it is gone when this part is left. */
export function useDiagnostics() {
  const [state, setState] = useState<Diagnostics>(nothing)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])
  const read = async (
    use: (read: Awaited<ReturnType<typeof readDiagnostics>>) => Partial<Diagnostics>,
  ): Promise<void> => {
    current.current?.abort()
    const own = new AbortController()
    current.current = own
    setState((known) => ({ ...known, reading: true, saved: null, error: null }))
    try {
      const found = await readDiagnostics(own.signal)
      if (!own.signal.aborted) setState((known) => ({ ...known, ...use(found), reading: false }))
    } catch (error) {
      if (!own.signal.aborted) setState((known) => ({ ...known, reading: false, error }))
    }
  }
  return {
    ...state,
    show: () => void read(({ text }) => ({ text })),
    hide: () => setState((known) => ({ ...known, text: null })),
    save: () =>
      void read(({ now, text }) => {
        const saved = fileName('plumbline-diagnostics', now, 'txt')
        saveFile(new Blob([text], { type: 'text/plain;charset=utf-8' }), saved)
        return { saved }
      }),
  }
}
