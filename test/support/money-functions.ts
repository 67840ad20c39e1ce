/** The payer's and the finance officers' functions on a hall of money, with a count of round trips. */
import { makeHandler as makeCheckout } from '../../functions/checkout/checkout.ts';
import { makeHandler as makeDesk } from '../../functions/money-desk/desk.ts';
import { newId } from '../../shared/base/ids.ts';
import type { Delegations } from '../../shared/cases/delegation-port.ts';
import { createEvidenceStore } from '../../shared/payments/evidence-store.ts';
import { createProviderPort, type ProviderPort } from '../../shared/payments/provider-port.ts';
import { createReceiptStore } from '../../shared/payments/receipt-store.ts';
import { createReconciliationStore } from '../../shared/payments/reconciliation-store.ts';
import type { Engines } from './engines.ts';
import { bodyOf, httpEvent } from './http.ts';
import { agency, type MoneyHall } from './money-hall.ts';

export const payers = {
  zhang: { sub: 'zhang-wei', name: '张伟', roles: 'citizen', kind: 'natural' },
  li: { sub: 'li-na', name: '李娜', roles: 'citizen', kind: 'natural' },
} as const;
export const finance = {
  cai: { sub: 'finance-cai', name: '蔡敏', roles: 'finance', agency },
  tan: { sub: 'finance-tan', name: '谭静', roles: 'finance', agency },
  elsewhere: { sub: 'finance-he', name: '何平', roles: 'finance', agency: '11440100DEM000225U' },
  auditor: { sub: 'auditor-wu', name: '吴清', roles: 'auditor' },
} as const;

interface Extra {
  readonly key?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly sourceIp?: string;
}

export interface MoneyFunctions {
  readonly bucket: string;
  call(
    claims: Record<string, string>,
    routeKey: string,
    params?: Record<string, string>,
    body?: unknown,
    extra?: Extra,
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come; expectations check them
  ): Promise<{ status: number; body: any }>;
}

export function moneyFunctions(
  engines: Engines,
  hall: MoneyHall,
  {
    providers,
    behindEdge = false,
    delegations = { holds: async () => false },
  }: { providers?: ProviderPort; behindEdge?: boolean; delegations?: Delegations } = {},
): MoneyFunctions {
  const bucket = engines.createBucket();
  const evidence = createEvidenceStore(engines.s3, bucket);
  const clock = (): string => new Date(hall.now).toISOString();
  const checkout = makeCheckout({
    store: hall.store,
    providers: providers ?? createProviderPort(async () => undefined, 'http://localhost:1'),
    receipts: createReceiptStore(engines.s3, bucket),
    evidence,
    newId,
    delegations,
    behindEdge,
    clock,
  });
  const reconciliation = createReconciliationStore(engines.documents, hall.table);
  const desk = makeDesk({ store: hall.store, reconciliation, evidence, clock });
  let serial = 0;
  return {
    bucket,
    async call(claims, routeKey, params = {}, body = undefined, { key, query, headers, sourceIp } = {}) {
      serial += 1;
      const event = httpEvent({
        routeKey,
        params,
        claims,
        headers: { 'idempotency-key': key ?? `test-key-${serial}`, ...headers },
        ...(query === undefined ? {} : { query }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(sourceIp === undefined ? {} : { sourceIp }),
      });
      const result = await (routeKey.includes('/v1/money/') ? desk : checkout)(event, {});
      return { status: result.statusCode ?? 0, body: bodyOf(result) };
    },
  };
}
