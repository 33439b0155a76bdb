import { expect, it } from 'vitest'
import { makeChangeFeed } from './change-feed.ts'

it('greets who begins to follow, and misses nothing that comes after the greeting', async () => {
  const feed = makeChangeFeed<string>()
  feed.publish('before')
  const heard: string[] = []
  for await (const one of feed.follow(undefined, 'ask again')) {
    heard.push(one)
    if (one === 'ask again') feed.publish('after')
    else break
  }
  expect(heard).toEqual(['ask again', 'after'])
})
