import { useEffect, useRef, useState } from 'react'
import { fileName } from '../../format/file-name.ts'
import { type ExportInput, exportDiscrepancies } from '../../queries/discrepancies.ts'
import { saveFile } from '../../ui/save-file.ts'

export type ExportRun = { bytes: number; running: boolean; error: unknown; saved: string | null }

const idle: ExportRun = { bytes: 0, running: false, error: null, saved: null }
const types = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const

/** Collects the file's text as the core writes it and hands it to the browser to save; leaving ends it unsaved. */
export function useExport() {
  const [run, setRun] = useState<ExportRun>(idle)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])
  const start = async (input: ExportInput): Promise<void> => {
    current.current?.abort()
    const own = new AbortController()
    current.current = own
    setRun({ ...idle, running: true })
    const parts: string[] = []
    let bytes = 0
    try {
      const { now, text } = await exportDiscrepancies(input, own.signal)
      for await (const part of text) {
        parts.push(part)
        bytes += new Blob([part]).size
        if (!own.signal.aborted) setRun((known) => ({ ...known, bytes }))
      }
      if (own.signal.aborted) return
      const saved = fileName('plumbline', now, input.format)
      saveFile(new Blob(parts, { type: types[input.format] }), saved)
      setRun({ ...idle, bytes, saved })
    } catch (error) {
      if (!own.signal.aborted) setRun({ ...idle, error })
    }
  }
  const stop = (): void => {
    current.current?.abort()
    setRun(idle)
  }
  return { run, start, stop }
}
