import { isAscii } from 'node:buffer'
import { pipeline, Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** Thrown by `readBody`; `kind` decides which failure the person is told. */
export class BodyProblem extends Error {
  readonly kind: 'too-large' | 'encoding' | 'garbled'

  constructor(kind: BodyProblem['kind'], cause?: unknown) {
    super(kind, { cause })
    this.kind = kind
  }
}

function decoderFor(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new BodyProblem('encoding')
  }
}

/**
 * Reads a body as UTF-8 text, decompressed while it streams and given up at `cap` bytes after decompression, so that a
 * compression bomb is never held. Throws BodyProblem; errors of the source pass through.
 */
export async function readBody(source: Readable, encoding: string, cap: number): Promise<string> {
  const decoder = decoderFor(encoding)
  // The pipeline's errors arrive through the loop below; its own callback has nothing to add.
  const stream: Readable = decoder === null ? source : pipeline(source, decoder, () => {})
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > cap) throw new BodyProblem('too-large')
      chunks.push(chunk)
    }
    const body = Buffer.concat(chunks)
    // Many times faster, and the same where every byte is a letter by itself.
    return isAscii(body) ? body.toString('latin1') : new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (error) {
    if (error instanceof BodyProblem) throw error
    const code = (error as { code?: unknown }).code
    if (code === 'Z_DATA_ERROR' || code === 'ERR_ENCODING_INVALID_ENCODED_DATA') throw new BodyProblem('garbled', error)
    throw error
  } finally {
    source.destroy()
  }
}
