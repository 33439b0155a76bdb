import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A vendor that says back what it was sent: every header, and a text of the test's own, wherever an answer has room. */
export type EchoingVendor = {
  /** Addresses to connect to, each with another way of saying it. */
  ways: Record<string, string>
  /** Addresses and query parameters it was asked with. */
  asked: string[]
  close(): Promise<void>
}

type Echo = { text: string; request: IncomingMessage; response: ServerResponse }

const line = (text: string): string => text.replace(/[^ -~]/g, '')

const answers: Record<string, (echo: Echo) => void> = {
  'refused-with-errors': ({ text, response }) => {
    response.writeHead(400, line(text).slice(0, 200), { 'content-type': 'application/json' })
    response.end(JSON.stringify({ errors: [{ id: text, code: text, title: text, detail: text }] }))
  },
  'forbidden-as-page': ({ text, response }) => {
    response.writeHead(403, { 'content-type': 'text/html', 'www-authenticate': line(text) })
    response.end(`<!doctype html><title>${text}</title>${text}`)
  },
  'page-as-success': ({ text, response }) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(`<!doctype html><title>${text}</title>${text}`)
  },
  redirect: ({ text, response }) => {
    response.writeHead(302, {
      location: `http://127.0.0.1:9/${encodeURIComponent(text)}?key=${encodeURIComponent(text)}`,
    })
    response.end(text)
  },
  'broken-json': ({ text, response }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(`{"data": [{"id": ${text}`)
  },
  'strange-records': ({ text, response }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const attributes = { externalFacilityId: 'H1', startTime: text, endTime: text, assignedTo: text, [text]: text }
    const next = `http://elsewhere.invalid/shifts?key=${encodeURIComponent(text)}`
    response.end(JSON.stringify({ data: [{ id: { [text]: text }, attributes }], links: { next } }))
  },
  'wrong-shape': ({ text, response }) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ data: text, [text]: [text] }))
  },
}

/** Starts it on 127.0.0.1; `also` is said beside the headers. */
export async function startEchoingVendor(also: string): Promise<EchoingVendor> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const url = request.url ?? ''
    asked.push(url)
    const answer = answers[url.split(/[/?]/)[1] ?? '']
    if (answer) answer({ text: `${Object.values(request.headers).join(' ')} ${also}`, request, response })
    else response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ways: Object.fromEntries(Object.keys(answers).map((way) => [way, `${origin}/${way}/shifts`])),
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}
