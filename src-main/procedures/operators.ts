import type { Operator } from '#contract/desk-work'
import type { OperatorId } from '#contract/ids'
import {
  chooseOperator,
  listOperators,
  type Operator as StoredOperator,
  saveOperator,
} from '../storage/operator-store.ts'
import { type Desk, deciderOf, implementer } from './desk.ts'

const toOperator = ({ id, name }: StoredOperator, current: OperatorId | null): Operator => ({
  id,
  name,
  current: id === current,
})

/** The people who work here, and who of them decides now. */
export const operatorProcedures = (desk: Desk) => ({
  list: implementer.operators.list.handler(() => {
    const { ledger, operator } = desk.open()
    return listOperators(ledger).map((one) => toOperator(one, operator))
  }),
  save: implementer.operators.save.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    const saved = saveOperator(ledger, { ...input, by, at })
    for (const topic of ['desk', 'workspace', 'discrepancies'] as const) desk.publish({ topic })
    return toOperator(saved, by)
  }),
  choose: implementer.operators.choose.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    chooseOperator(ledger, { id: input.id, by, at })
    for (const topic of ['desk', 'workspace'] as const) desk.publish({ topic })
    return desk.info()
  }),
})
