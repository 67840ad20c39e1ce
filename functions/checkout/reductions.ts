/** A payer asks to pay less: a place for each file of evidence, the request once they are looked at, and taking it back. */
import { log } from '../../shared/base/log.ts';
import type { Call, Handlers, Operation } from '../../shared/base/operation.ts';
import { Problem } from '../../shared/base/problems.ts';
import { type EvidenceFile, type Order, openAsk } from '../../shared/payments/order.ts';
import { orderView } from '../../shared/payments/order-views.ts';
import { askReduction, withdrawAsk } from '../../shared/payments/reducing.ts';
import type { OrderOutcome } from '../../shared/payments/refunding.ts';
import type { checkoutApi } from './api.ts';
import { type CheckoutDeps, loadMine, mine, viewOf, write } from './deps.ts';

type Keys = Extract<
  keyof typeof checkoutApi,
  `${string}/${'evidence' | 'evidence/{fileId}' | 'reductions' | 'withdraw'}`
>;

export const reductionHandlers = (deps: CheckoutDeps): Pick<Handlers<typeof checkoutApi>, Keys> => ({
  'POST /v1/orders/{orderNo}/evidence': async ({ caller, params, body, now }) => {
    const order = await mine(deps, params.orderNo, caller, now);
    const refused = mayAsk(order);
    if (refused !== undefined) throw refused;
    const file = { fileId: deps.newId(), ...body };
    return { body: { file, upload: await deps.evidence.ticket(order.orderNo, file, now) } };
  },

  'GET /v1/orders/{orderNo}/evidence/{fileId}': async ({ caller, params, now }) => {
    const order = await mine(deps, params.orderNo, caller, now);
    const file = order.asks.flatMap(({ files }) => files).find(({ fileId }) => fileId === params.fileId);
    if (file === undefined) throw new Problem('not-found');
    return { body: await deps.evidence.link(order.orderNo, file, now) };
  },

  'POST /v1/orders/{orderNo}/reductions': (call) =>
    run(deps, call, async (order) => {
      const { certificate, files } = call.body;
      if (certificate === undefined && files.length === 0) return new Problem('evidence-needed');
      const asked = askReduction(order, call.body, call.now);
      if (asked instanceof Problem) return asked;
      await Promise.all(files.map((file) => examineFile(deps, order, file)));
      return asked;
    }),

  'POST /v1/orders/{orderNo}/reductions/{askNo}/withdraw': (call) =>
    run(deps, call, async (order) => withdrawAsk(order, call.params.askNo, call.now)),
});

function mayAsk(order: Order): Problem | undefined {
  if (order.state === 'pending') return new Problem('payment-under-way');
  if (openAsk(order) !== undefined) return new Problem('reduction-open');
  return order.state === 'created' && order.caseId !== undefined ? undefined : new Problem('wrong-state');
}

/** Kept are the very bytes that were looked at. @throws Problem `material-not-uploaded`, `material-refused` */
async function examineFile({ evidence }: CheckoutDeps, { orderNo }: Order, file: EvidenceFile): Promise<void> {
  const bytes = await evidence.uploaded(orderNo, file);
  if (bytes === 'missing') throw new Problem('material-not-uploaded');
  // Needed seldom: a payer who only pays does not wait for it to be loaded.
  const { examine } = await import('../../shared/files/verdict.ts');
  const { signatureScanner } = await import('../../shared/files/malware.ts');
  const refusal = await examine(bytes, file, signatureScanner);
  if (refusal !== undefined) {
    log('info', 'EVIDENCE_REFUSED', { orderNo, reason: refusal });
    throw new Problem('material-refused');
  }
  await evidence.keep(orderNo, file, bytes);
}

type CommandCall = Pick<Call<Operation>, 'caller' | 'idempotency' | 'now'> & { params: { orderNo: string } };

async function run(
  deps: CheckoutDeps,
  { caller, params, idempotency, now }: CommandCall,
  rule: (order: Order) => Promise<OrderOutcome | Problem>,
) {
  const { order, replay } = await loadMine(deps, params.orderNo, caller, now, idempotency);
  if (replay !== undefined) return { body: orderView.parse(replay) };
  const outcome = await rule(order);
  if (outcome instanceof Problem) throw outcome;
  const answer = orderView.parse(await viewOf(deps, outcome.order, now));
  await write(deps, {
    ...outcome,
    orders: [outcome.order],
    ...(idempotency === undefined ? {} : { idempotency: { call: idempotency, answer } }),
    now,
  });
  return { body: answer };
}
