/**
 * The port between cases and payments: an accepted case asks for its item's fee and waits for it where the item says so; paying
 * moves it on; a case that ends unpaid drops its order, and one that ends paid asks the money back by the item's rule.
 * Every step may run again: orders have numbers that follow from the case, and the rules refuse what was done.
 */
import { type FeeMessage, feeMessage, type MoneyMessage } from '../../events/money-messages.ts';
import { consume } from '../../shared/base/consume.ts';
import { log } from '../../shared/base/log.ts';
import { Problem } from '../../shared/base/problems.ts';
import { secondsAfter } from '../../shared/base/time.ts';
import { withRetries } from '../../shared/base/transact.ts';
import type { Instant } from '../../shared/base/words.ts';
import type { CaseHead } from '../../shared/cases/case.ts';
import type { CaseStore } from '../../shared/cases/case-store.ts';
import { awaitFee, settleFee } from '../../shared/cases/fees.ts';
import type { Context, Outcome } from '../../shared/cases/outcome.ts';
import { waitsForFee } from '../../shared/cases/permits.ts';
import { hall } from '../../shared/cases/system.ts';
import { isClosed } from '../../shared/cases/transitions.ts';
import type { Catalogue } from '../../shared/catalogue/catalogue-store.ts';
import { feesDue } from '../../shared/catalogue/fees.ts';
import type { Item } from '../../shared/catalogue/item.ts';
import { dropped, newOrder, once } from '../../shared/payments/asking.ts';
import type { Commit } from '../../shared/payments/commit-store.ts';
import type { Order } from '../../shared/payments/order.ts';
import { orderNoOf } from '../../shared/payments/order-no.ts';
import { isUnpaid } from '../../shared/payments/order-transitions.ts';
import type { PaymentsStore } from '../../shared/payments/payments-store.ts';
import { refundByRule } from '../../shared/payments/refunding.ts';
import { pinnedItem } from '../case-deps.ts';
import type { Registrations } from './registrations.ts';

export interface FeesDeps {
  readonly cases: CaseStore;
  readonly payments: PaymentsStore;
  readonly catalogue: Catalogue;
  /** The fees of appointments; without it their messages come again, and are told of. */
  readonly appointments?: Registrations;
  readonly clock: () => Instant;
}

/** Seconds in which a fee is to be paid: seven days, the longest that every provider keeps an order open. */
const payWithin = 7 * 86_400;

export const makeHandler = (deps: FeesDeps) =>
  consume(feeMessage, async (message) => {
    await withRetries(() => {
      switch (message.kind) {
        case 'case':
          return onCase(deps, message);
        case 'booking':
          return registrationsOf(deps).onBooking(message, deps.clock());
        case 'money':
          return onMoney(deps, message);
      }
    });
  });

async function onCase(deps: FeesDeps, { type, caseId }: Extract<FeeMessage, { kind: 'case' }>): Promise<void> {
  if (type === 'accepted') return ask(deps, caseId);
  const orderNo = await deps.payments.orderNoOfCase(caseId);
  if (orderNo === undefined) return;
  const { order } = await deps.payments.load(orderNo);
  if (isUnpaid(order.state)) return deps.payments.commit(dropOf(order, deps.clock()));
  if (type !== 'denied' && type !== 'withdrawn') return;
  await giveBack(deps, order, (await deps.cases.loadHead(caseId)).head, type);
}

/** First the case waits, then the order is there: so nobody can have paid before the case waited. */
async function ask(deps: FeesDeps, caseId: string): Promise<void> {
  const { head } = await deps.cases.loadHead(caseId);
  const item = pinnedItem(deps, head);
  // Messages come in any order, and again when an operator says so: what has ended without a grant owes nothing any more.
  if (owed(item, head).length === 0 || owesNothing(head)) return;
  if (waitsForFee(head, { item })) await onCaseHead(deps, head, awaitFee);
  const orderNo = orderNoOf(`case ${caseId}`);
  await create(deps, head, item, orderNo);
  // Ended while it was asked: whoever told of the end found no order to drop.
  if (!owesNothing((await deps.cases.loadHead(caseId)).head)) return;
  const { order } = await deps.payments.load(orderNo);
  if (isUnpaid(order.state)) await deps.payments.commit(dropOf(order, deps.clock()));
}

const owesNothing = ({ state, decision }: CaseHead): boolean => isClosed(state) && decision?.outcome !== 'grant';

async function create(deps: FeesDeps, head: CaseHead, item: Item, orderNo: string, previous?: string): Promise<void> {
  const now = deps.clock();
  const fees = owed(item, head);
  const items = fees.map(({ name, basis, standard, amount }) => ({ name, basis, standard, amount }));
  // What was granted before it ran out stays granted.
  const reductions = previous === undefined ? [] : (await deps.payments.get(previous)).reductions;
  const exemption = fees.find((fee) => fee.exemption !== undefined)?.exemption;
  const order = newOrder(
    {
      orderNo,
      agency: head.agency,
      agencyName: item.agency.name,
      caseId: head.caseId,
      ...(head.caseNumber === undefined ? {} : { caseNumber: head.caseNumber }),
      payer: { id: head.applicant.id, name: head.applicant.name },
      ...(head.agent === undefined ? {} : { agent: head.agent }),
      itemCode: head.itemCode,
      title: item.name,
      items,
      reductions,
      amount: sumOf(items) - sumOf(reductions),
      ...(exemption === undefined ? {} : { exemption }),
      beforeDecision: waitsForFee(head, { item }),
      expiresAt: secondsAfter(now, payWithin),
    },
    now,
  );
  await once(() =>
    deps.payments.commit({
      orders: [order],
      events: [{ type: 'asked', order }],
      with: [
        deps.payments.caseItem(head.caseId, orderNo, previous),
        ...(head.caseNumber === undefined ? [] : [deps.payments.caseNumberItem(head.caseNumber, orderNo, previous)]),
      ],
      now,
    }),
  );
  log('info', 'FEE_ASKED', { caseId: head.caseId, orderNo });
}

const sumOf = (all: readonly { readonly amount: number }[]): number => all.reduce((sum, { amount }) => sum + amount, 0);

function dropOf(order: Order, now: Instant): Commit {
  const { order: ended } = dropped(order, now);
  return { orders: [ended], now };
}

/** What this case pays online. */
const owed = (item: Item, { answers }: CaseHead): Item['fees'] =>
  feesDue(item, answers).filter(({ onlinePayment }) => onlinePayment);

/** By the rule of each fee of the item: a task for a finance officer, beside whatever refund is under way. */
async function giveBack(deps: FeesDeps, order: Order, head: CaseHead, ending: 'denied' | 'withdrawn'): Promise<void> {
  const amount = owed(pinnedItem(deps, head), head)
    .filter(({ refundWhen }) => refundWhen.includes(ending))
    .reduce((sum, fee) => sum + fee.amount, 0);
  const now = deps.clock();
  const asked = refundByRule(order, { amount, reason: reasonOf[ending] }, now);
  if (asked !== undefined) await deps.payments.commit({ orders: [asked.order], now });
}

const reasonOf = { denied: '不予许可，依规定退费', withdrawn: '撤回申请，依规定退费' } as const;

/** It ended so that its fee may go back. */
const endingOf = ({ state }: CaseHead): 'denied' | 'withdrawn' | undefined =>
  state === 'denied' || state === 'withdrawn' ? state : undefined;

async function onMoney(deps: FeesDeps, message: MoneyMessage): Promise<void> {
  const { type, caseId, appointmentId, orderNo, beforeDecision } = message;
  if (appointmentId !== undefined) return registrationsOf(deps).onMoney(message, deps.clock());
  if (caseId === undefined) return;
  const { head } = await deps.cases.loadHead(caseId);
  const ending = endingOf(head);
  // Paid in the moment in which its case ended.
  if (type === 'paid' && ending !== undefined) {
    return giveBack(deps, await deps.payments.get(orderNo), head, ending);
  }
  if (!beforeDecision) return;
  if (type === 'paid' || type === 'waived') return onCaseHead(deps, head, settleFee);
  // It ran out unpaid while its case still waits: asked again, under the next number.
  if (type !== 'closed' || head.suspension?.ground !== 'fee') return;
  await create(deps, head, pinnedItem(deps, head), orderNoOf(`case ${caseId} after ${orderNo}`), orderNo);
}

function registrationsOf({ appointments }: FeesDeps): Registrations {
  if (appointments === undefined) throw new Error('nobody takes the money of appointments');
  return appointments;
}

type Rule = (head: CaseHead, context: Context) => Outcome | Problem;

/** Refused means done before, or no longer to be done: the case has gone another way. */
async function onCaseHead(deps: FeesDeps, head: CaseHead, rule: Rule): Promise<void> {
  const now = deps.clock();
  const outcome = rule(head, { item: pinnedItem(deps, head), actor: hall, now });
  if (outcome instanceof Problem) return;
  await deps.cases.commit({ ...outcome, expected: head.version, now });
}
