/**
 * The life of an order (缴费单), in one table: what may happen to it, from which states, and what it becomes. Without zod: the desk
 * draws it.
 *
 * `late-paid` is every money that came and was not owed: after the order was closed, a second time, in a wrong amount, or for a
 * number we never gave out. It lies in suspense until a refund or a match takes it out.
 */
export const orderStates = [
  'created',
  'pending',
  'paid',
  'receipted',
  'closed',
  'late-paid',
  'refunding',
  'partly-refunded',
  'refunded',
  'refund-failed',
  'disputed',
] as const;
export type OrderState = (typeof orderStates)[number];

interface Transition {
  readonly from: readonly OrderState[];
  readonly to: OrderState | 'same';
}

export const unpaid = ['created', 'pending'] as const satisfies readonly OrderState[];
/** Money of it lies with us, and no refund is on its way. */
const held = ['paid', 'receipted', 'partly-refunded', 'late-paid', 'refund-failed', 'disputed'] as const;

export const orderTransitions = {
  /** A provider was told of it: from now on money may come. */
  offer: { from: unpaid, to: 'pending' },
  reduce: { from: unpaid, to: 'same' },
  close: { from: unpaid, to: 'closed' },
  pay: { from: unpaid, to: 'paid' },
  'pay-late': { from: ['closed'], to: 'late-paid' },
  /** Its fiscal e-receipt (财政电子票据) was issued. */
  receipt: { from: ['paid'], to: 'receipted' },
  /** Beside one that is under way, too: it is decided when that has ended. */
  'ask-refund': { from: ['refunding', ...held], to: 'same' },
  'start-refund': { from: held, to: 'refunding' },
  'refund-part': { from: ['refunding', ...held], to: 'partly-refunded' },
  'refund-whole': { from: ['refunding', ...held], to: 'refunded' },
  /** The provider closed the refund: the money is still with us. */
  'fail-refund': { from: ['refunding'], to: 'refund-failed' },
  /** The provider will not pay it out: promised all the same, and a person's. */
  'refuse-refund': { from: ['refunding'], to: 'refund-failed' },
  dispute: { from: ['paid', 'receipted', 'partly-refunded'], to: 'disputed' },
  'end-dispute': { from: ['disputed'], to: 'paid' },
  /** Suspended money found its order after all. */
  match: { from: ['late-paid'], to: 'closed' },
} as const satisfies Record<string, Transition>;

export type OrderAction = keyof typeof orderTransitions;
