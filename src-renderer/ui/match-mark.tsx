import { type MatchHow, matchedByTitle, matchedByWords } from '../format/match-words.ts'
import classes from './match-mark.module.css'

/** Beside a pair that no ids tie: a guess is dashed, a person's word is not. Draws nothing where ids do, or without a pair. */
export function MatchMark({ how }: { how: MatchHow | null }) {
  if (how === null || how === 'reference') return null
  return (
    <span className={how === 'rule' ? classes.guess : classes.decided} title={matchedByTitle(how)}>
      <span className="visually-hidden">Pair: </span>
      {matchedByWords(how)}
    </span>
  )
}
